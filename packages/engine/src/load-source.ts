import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlugwrightError } from '@plugwright/errors';
import type { Host } from './host.js';
import { fromCwd } from './inside.js';
import { isSentence } from './is-sentence.js';
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
  /** The source was the text itself: words that describe a plugin. */
  isSentence?: true;
}

/** Characters. No file system has longer paths, and a text is not looked up as one. */
const longestPath = 4096;

/**
 * Text behind `source`: a file, a directory with `plugwright.yaml`, a URL, `-` for standard input, or a
 * sentence, which is its own text.
 *
 * @throws `PW_SOURCE_*`, and `PW_FETCH_*` for URLs.
 */
export async function loadSource(
  source: string,
  host: Host,
  options: NetworkOptions & {
    signal?: AbortSignal | undefined;
    /** Default true. */
    allowSentence?: boolean;
    /** Default {@link sourceLimit}. */
    maxBytes?: number;
  } = {},
): Promise<LoadedSource> {
  if (source.trim() === '')
    throw new PlugwrightError({
      code: 'PW_SOURCE_MISSING',
      message: 'No source was given.',
      hint: 'Give a sentence that describes the plugin, a file, a directory with plugwright.yaml, a URL, or - for standard input.',
    });
  const limit = options.maxBytes ?? sourceLimit;
  if (source === '-') {
    host.log.debug('waiting for standard input');
    return { text: await host.readStdin(limit), source: 'stdin' };
  }
  if (/^https?:\/\/\S*$/i.test(source.trim())) {
    const { fetchDocument } = await import('@plugwright/spec/openapi');
    const { allowHttp, allowPrivate, signal } = options;
    return fetchDocument(
      source.trim(),
      withoutUndefined({ allowHttp, allowPrivate, signal, maxBytes: limit }),
    );
  }
  if (/^file:\S*$/i.test(source)) return loadFile(filePathOf(source), source, host, limit);
  if (/^[a-z][a-z0-9+.-]*:\/\/\S*$/i.test(source))
    throw new PlugwrightError({
      code: 'PW_SOURCE_SCHEME',
      message: `${source.slice(0, source.indexOf(':') + 3)} is not a kind of address that can be read.`,
      hint: 'Use https://, or download the document and give the file.',
    });
  const path = fromCwd(host.cwd, source);
  if (!isSentence(source)) return loadFile(path, source, host, limit);
  if (await isThere(path, host)) return loadFile(path, source, host, limit);
  if (options.allowSentence === false)
    throw new PlugwrightError({
      code: 'PW_SOURCE_SENTENCE_UNSUPPORTED',
      message: 'This is a sentence, and a document is needed here.',
      hint: 'Give a file, a directory with plugwright.yaml, a URL, or - for standard input.',
    });
  return { text: source, source: 'sentence', isSentence: true };
}

/** Whether a file of that name is there; a text too long for a path is not looked up. */
async function isThere(path: string, host: Host): Promise<boolean> {
  if (path.length > longestPath || path.includes('\0')) return false;
  try {
    await host.files.stat(path);
    return true;
  } catch (error) {
    return !isMissing(error);
  }
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

async function loadFile(
  path: string,
  shown: string,
  host: Host,
  limit: number,
): Promise<LoadedSource> {
  let found;
  try {
    found = await host.files.stat(path);
  } catch (error) {
    throw notThere(error, shown);
  }
  if (found.isDirectory()) return loadDirectory(path, shown, host, limit);
  if (!found.isFile()) {
    throw new PlugwrightError({
      code: 'PW_SOURCE_NOT_A_FILE',
      message: `${shown} is neither a file nor a directory.`,
      hint: 'Give a file, or - to read standard input.',
    });
  }
  if (found.size > limit) throw sourceTooLarge(shown, limit);
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

async function loadDirectory(
  path: string,
  shown: string,
  host: Host,
  limit: number,
): Promise<LoadedSource> {
  for (const name of specFiles) {
    const file = join(path, name);
    // One at a time: the first that is there counts.
    // oxlint-disable-next-line no-await-in-loop
    const found = await host.files.stat(file).catch(() => undefined);
    if (found?.isFile())
      return { ...(await loadFile(file, join(shown, name), host, limit)), ofPlugin: true };
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

// A NUL in a path is an argument that Node.js refuses: no such file either.
const isMissing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );

/** Characters of a wrong name that are repeated to whoever gave it. */
const shownLength = 200;

function notThere(error: unknown, shown: string): PlugwrightError {
  if (!isMissing(error)) return unreadable(error, shown);
  const name = shown.length > shownLength ? `${shown.slice(0, shownLength)}…` : shown;
  return new PlugwrightError({
    code: 'PW_SOURCE_NOT_FOUND',
    message: `There is no file ${name}.`,
    hint: extname(basename(shown))
      ? 'Check the path; it starts from the directory you are in.'
      : 'Give a file, a directory with plugwright.yaml, a URL with https://, - for standard input, or a sentence of some words.',
    cause: error,
  });
}
