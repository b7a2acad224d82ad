import { gunzipSync } from 'node:zlib';
import { PlugwrightError } from '@plugwright/errors';
import { checkRelativePath } from '@plugwright/files';

const block = 512;
/** Bytes that a package may unpack to. */
export const unpackedLimit = 256 * 1024 * 1024;
const mostFiles = 20_000;

/** An npm tarball, read. */
export interface UnpackedTarball {
  /** Regular files by path, without the first folder. */
  files: Map<string, Uint8Array>;
  /** Distinct times and owners among the entries: what differs between two packings of the same files. */
  times: Set<number>;
  owners: Set<string>;
}

/**
 * Unpacks an npm tarball in memory. Strict: what npm and this reader may understand differently is refused (links,
 * paths that lead out, a path that stands twice, bytes behind the end, wrong checksums).
 *
 * @throws PlugwrightError `PW_CERTIFY_TARBALL`
 */
export function unpackTarball(bytes: Uint8Array): UnpackedTarball {
  const tar = gunzip(bytes);
  const result: UnpackedTarball = { files: new Map(), times: new Set(), owners: new Set() };
  let longName: string | undefined;
  let at = 0;
  for (;;) {
    if (at + block > tar.length) throw refused('it ends too early');
    const header = tar.subarray(at, at + block);
    at += block;
    if (header.every((byte) => byte === 0)) break;
    const text = (from: number, length: number) =>
      header
        .subarray(from, from + length)
        .toString('utf8')
        .replace(/\0.*$/s, '');
    const octal = (from: number, length: number) => {
      const digits = text(from, length).trim();
      if (!/^[0-7]*$/.test(digits)) throw refused('a header holds no number where one must be');
      return Number.parseInt(digits || '0', 8);
    };
    const sum = header.reduce(
      (all, byte, index) => all + (index >= 148 && index < 156 ? 32 : byte),
      0,
    );
    if (octal(148, 8) !== sum) throw refused('a header has the wrong checksum');
    const size = octal(124, 12);
    const content = tar.subarray(at, at + size);
    if (content.length < size) throw refused('it ends too early');
    at += size + (-size & (block - 1));
    const type = text(156, 1) || '0';
    if (type === 'x' || type === 'g') {
      const path = /(?:^|\n)\d+ path=(?<path>[^\n]*)\n/.exec(content.toString('utf8'))?.groups?.[
        'path'
      ];
      if (type === 'x') longName = path ?? longName;
      continue;
    }
    if (type === 'L') {
      longName = content.toString('utf8').replace(/\0.*$/s, '');
      continue;
    }
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const whole = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`);
    longName = undefined;
    if (type === '5') continue;
    const path = whole.split('/').slice(1).join('/');
    if (type !== '0')
      throw refused(`${path} is a link or something else that npm does not install`);
    if (checkRelativePath(path) !== undefined)
      throw refused(`${JSON.stringify(path)} is no path of a package`);
    if (result.files.has(path)) throw refused(`${path} stands in it twice`);
    if (result.files.size >= mostFiles) throw refused(`it holds more than ${mostFiles} files`);
    result.files.set(path, content);
    result.times.add(octal(136, 12));
    result.owners.add(`${octal(108, 8)}:${octal(116, 8)}`);
  }
  if (tar.subarray(at).some((byte) => byte !== 0))
    throw refused('there is something behind its end');
  return result;
}

function gunzip(bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: unpackedLimit });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw refused(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `it unpacks to more than ${unpackedLimit / 1024 / 1024} MB`
        : 'it is not a whole gzip file',
      cause,
    );
  }
}

const refused = (why: string, cause?: unknown) =>
  new PlugwrightError({
    code: 'PW_CERTIFY_TARBALL',
    message: `This is no npm tarball that is taken: ${why}.`,
    hint: 'Make one with npm pack or plugwright certify, and do not install this one.',
    cause,
  });
