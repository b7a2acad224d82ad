import { PlugwrightError } from '@plugwright/errors';

const block = 512;
/** What npm writes for every file: 26 October 1985, 8:15 UTC, in seconds. */
const time = 499_162_500;

/** A file of a package. */
export interface PackedFile {
  bytes: Uint8Array;
  /** It can be run as a program (`bin` of package.json). */
  executable?: boolean | undefined;
}

/**
 * Files as an npm tarball's tar: below `package/`, sorted by code units, regular files only, with fixed time, owner and
 * mode. Names that do not fit into the ustar header get a pax header, which npm and tar read (POSIX.1-2001).
 */
export function tarOf(files: Readonly<Record<string, PackedFile>>): Buffer {
  const parts: Buffer[] = [];
  const add = (header: Buffer, content: Uint8Array) => {
    parts.push(header, Buffer.from(content), Buffer.alloc(-content.byteLength & (block - 1)));
  };
  for (const path of Object.keys(files).sort()) {
    const { bytes, executable = false } = files[path] as PackedFile;
    const name = `package/${path}`;
    if (Buffer.byteLength(name) > 100) {
      const record = paxRecord('path', name);
      add(headerOf('PaxHeader/long', record.byteLength, 0o644, 'x'), record);
    }
    add(headerOf(name, bytes.byteLength, executable ? 0o755 : 0o644, '0'), bytes);
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function headerOf(name: string, size: number, mode: number, type: '0' | 'x'): Buffer {
  const header = Buffer.alloc(block);
  // A longer name stands in the pax header before it; this one is for readers that know none.
  header.write(name, 0, 100);
  const number = (value: number, at: number, width: number) =>
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at);
  if (size > 0o77777777777)
    throw new PlugwrightError({
      code: 'PW_CERTIFY_TOO_LARGE',
      message: `${name} has more than 8 GiB.`,
      hint: 'Leave it out of the package.',
    });
  number(mode, 100, 8);
  number(0, 108, 8);
  number(0, 116, 8);
  number(size, 124, 12);
  number(time, 136, 12);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  number(0, 329, 8);
  number(0, 337, 8);
  // The checksum is made with blanks in its own place.
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
