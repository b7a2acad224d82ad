import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlugwrightError } from '@plugwright/spec';
import type { Host } from './host.js';
import { fromCwd } from './inside.js';
import { sourceTooLarge } from './read-stream.js';
import { withoutUndefined } from './without-undefined.js';

/** Bytes. The largest published document that we know (Microsoft Graph) has 37 MiB. */
export const sourceLimit = 64 * 1024 * 1024;

/** Names of the spec inside a plugin. */
const specFiles = ['plugwright.yaml', 'plugwright.yml', 'plugwright.json'];

/** Which hosts a URL may lead to. */
export interface NetworkOptions {
  /** Allow `http:`; without it only `https:`. */
  allowHttp?: boolean | undefined;
  /** Allow addresses of this machine and of private networks. */
  allowPrivate?: boolean | undefined;
}

/** Text of a source and what is known about where it came from. */
export interface LoadedSource {
  text: string;
  /** As a person would write it; the `source` of positions. */
  source: string;
  /** Directory that relative references start from; absent for URLs and standard input. */
  directory?: string;
  /** The spec inside a plugin: written by a machine, so that the limits for people do not apply. */
  ofPlugin?: boolean;
}

/**
 * Text behind `source`: a file, a directory with `plugwright.yaml`, a URL, or `-` for standard input.
 *
 * @throws `PW_SOURCE_*`, and `PW_FETCH_*` for URLs.
 */
export async function loadSource(
  source: string,
  host: Host,
  options: NetworkOptions & { signal?: AbortSignal | undefined } = {},
): Promise<LoadedSource> {
  if (source.trim() === '')
    throw new PlugwrightError({
      code: 'PW_SOURCE_MISSING',
      message: 'No source was given.',
      hint: 'Give a file, a directory with plugwright.yaml, a URL, or - for standard input.',
    });
  if (source === '-') {
    host.log.debug('waiting for standard input');
    return { text: await host.readStdin(sourceLimit), source: 'stdin' };
  }
  if (/^https?:\/\//i.test(source)) {
    const { fetchDocument } = await import('@plugwright/spec/openapi');
    const { allowHttp, allowPrivate, signal } = options;
    return fetchDocument(source, withoutUndefined({ allowHttp, allowPrivate, signal }));
  }
  if (/^file:/i.test(source)) return loadFile(filePathOf(source), source, host);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(source))
    throw new PlugwrightError({
      code: 'PW_SOURCE_SCHEME',
      message: `${source.slice(0, source.indexOf(':') + 3)} is not a kind of address that can be read.`,
      hint: 'Use https://, or download the document and give the file.',
    });
  return loadFile(fromCwd(host.cwd, source), source, host);
}

function filePathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new PlugwrightError({
      code: 'PW_SOURCE_SCHEME',
      message: `${url} is not a usable file address.`,
      hint: 'Give the path of the file.',
      cause,
    });
  }
}

async function loadFile(path: string, shown: string, host: Host): Promise<LoadedSource> {
  let found;
  try {
    found = await host.files.stat(path);
  } catch (error) {
    throw notThere(error, shown);
  }
  if (found.isDirectory()) return loadDirectory(path, shown, host);
  if (!found.isFile()) {
    throw new PlugwrightError({
      code: 'PW_SOURCE_NOT_A_FILE',
      message: `${shown} is neither a file nor a directory.`,
      hint: 'Give a file, or - to read standard input.',
    });
  }
  if (found.size > sourceLimit) throw sourceTooLarge(shown, sourceLimit);
  try {
    return {
      text: await host.files.readFile(path, 'utf8'),
      source: shown,
      directory: dirname(path),
    };
  } catch (cause) {
    throw unreadable(cause, shown);
  }
}

async function loadDirectory(path: string, shown: string, host: Host): Promise<LoadedSource> {
  for (const name of specFiles) {
    const file = join(path, name);
    // One at a time: the first that is there counts.
    // oxlint-disable-next-line no-await-in-loop
    const found = await host.files.stat(file).catch(() => undefined);
    if (found?.isFile())
      return { ...(await loadFile(file, join(shown, name), host)), ofPlugin: true };
  }
  throw new PlugwrightError({
    code: 'PW_SOURCE_NO_SPEC',
    message: `${shown} is a directory without ${specFiles[0]}.`,
    hint: 'Give the document itself, or a plugin that Plugwright made.',
  });
}

function unreadable(cause: unknown, shown: string): PlugwrightError {
  return new PlugwrightError({
    code: 'PW_SOURCE_UNREADABLE',
    message: `${shown} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'Check its permissions.',
    cause,
  });
}

/** A file name has an extension or a slash; what has spaces and neither is a sentence. */
function notThere(error: unknown, shown: string): PlugwrightError {
  const { code } = error as NodeJS.ErrnoException;
  const looksLikePath = /\.[a-z0-9]{1,5}$/i.test(shown) || /^\S*[\\/]\S*$/.test(shown);
  if (/\s/.test(shown.trim()) && !looksLikePath)
    return new PlugwrightError({
      code: 'PW_SOURCE_SENTENCE_UNSUPPORTED',
      message: 'This is a sentence, and plugins from sentences come in a later version.',
      hint: 'Give an OpenAPI document or a spec: a file, a directory with plugwright.yaml, a URL, or - for standard input.',
    });
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG')
    return new PlugwrightError({
      code: 'PW_SOURCE_NOT_FOUND',
      message: `There is no file ${shown}.`,
      hint: extname(basename(shown))
        ? 'Check the path; it starts from the directory you are in.'
        : 'Give a file, a directory with plugwright.yaml, a URL with https://, or - for standard input.',
      cause: error,
    });
  return unreadable(error, shown);
}
