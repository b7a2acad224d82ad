import { posix } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { readDocument } from '../read-document.js';
import type { DocumentFile } from './document.js';
import { fetchDocument } from './fetch-document.js';
import type { ReadOpenApiOptions } from './options.js';
import type { Report } from './report.js';
import { isRaw, ownText } from './value.js';

/** Files that one document may consist of. */
const MAX_FILES = 128;
/** Characters of all other files together. */
const MAX_TEXT = 32 * 1024 * 1024;

const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text);

/**
 * Which file a reference names: a URL, or a path relative to the directory of the main document.
 * `undefined`: not a file we could ask for.
 */
export function resolveFileId(
  address: string,
  from: string,
  source: string | undefined,
): string | undefined {
  const base = isUrl(from)
    ? from
    : source !== undefined && /^https?:/i.test(source)
      ? new URL(from, source).href
      : undefined;
  if (base !== undefined || isUrl(address)) {
    if (!URL.canParse(address, base)) return undefined;
    const url = new URL(address, base);
    url.hash = '';
    if (source !== undefined && url.href === withoutHash(source)) return '';
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  }
  let path: string;
  try {
    path = decodeURIComponent(address);
  } catch {
    return undefined;
  }
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0')) return undefined;
  const joined = posix.normalize(posix.join(posix.dirname(from || '.'), path));
  if (joined === '..' || joined.startsWith('../')) return undefined;
  return source !== undefined && joined === posix.basename(source.replaceAll('\\', '/'))
    ? ''
    : joined;
}

const withoutHash = (url: string): string => {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.hash = '';
  return parsed.href;
};

/** Keys whose values are data or names, not places where a reference means anything. */
const DATA_KEYS = new Set([
  'example',
  'examples',
  'default',
  'enum',
  'const',
  'x-example',
  'x-examples',
]);

/** Addresses of the other files that `value` refers to. */
function addressesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const pending: { value: unknown; names: boolean }[] = [{ value, names: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (Array.isArray(next.value)) {
      for (const item of next.value) pending.push({ value: item, names: false });
      continue;
    }
    if (!isRaw(next.value)) continue;
    const ref = next.names ? undefined : ownText(next.value, '$ref');
    if (ref !== undefined && !ref.startsWith('#')) found.add(ref.split('#', 1)[0] ?? '');
    for (const [key, child] of Object.entries(next.value)) {
      if (!next.names && DATA_KEYS.has(key)) continue;
      if (typeof child === 'object' && child !== null)
        pending.push({ value: child, names: !next.names && key === 'properties' });
    }
  }
  return found;
}

/** Loads every file that the main one refers to, directly or not, as far as the options allow it. */
export async function loadFiles(
  main: DocumentFile,
  text: string,
  source: string | undefined,
  options: ReadOpenApiOptions,
  report: Report,
): Promise<Map<string, DocumentFile>> {
  const files = new Map([['', main]]);
  // Most documents are one file; a look at the text is far cheaper than a walk over all of it.
  if (!/\$ref["']?\s*:\s*["']?[^"'#\s]/.test(text)) return files;
  const refused = new Set<string>();
  let total = 0;
  const refuse = (address: string, why: string, hint: string, file: DocumentFile) => {
    if (refused.has(address)) return;
    refused.add(address);
    report.add(
      {
        code: 'PW_OPENAPI_REF_REFUSED',
        message: `${JSON.stringify(address.slice(0, 200))} is not read: ${why}.`,
        hint,
      },
      '',
      file,
    );
  };
  const queue: DocumentFile[] = [main];
  for (let file = queue.shift(); file; file = queue.shift()) {
    for (const address of addressesIn(file.value)) {
      const id = resolveFileId(address, file.id, source);
      if (id === undefined) {
        refuse(
          address,
          'it is outside of the directory of the document',
          'Put all files below one directory.',
          file,
        );
        continue;
      }
      if (files.has(id) || refused.has(id)) continue;
      const problem = refusal(id, options);
      if (problem !== undefined) {
        refuse(id, problem, 'What it stands for is left open.', file);
        continue;
      }
      if (files.size >= MAX_FILES || total > MAX_TEXT) {
        refuse(
          id,
          `the document has more than ${MAX_FILES} files, or ${MAX_TEXT / 1024 / 1024} MiB of other files`,
          'Bundle the document into one file.',
          file,
        );
        continue;
      }
      try {
        const found = isUrl(id)
          ? (await (options.fetch ?? fetchDocument)(id)).text
          : ((await options.readFile?.(id)) ?? '');
        total += found.length;
        const document = readDocument(found, { source: id, duplicateKeys: 'warning' });
        const broken = document.diagnostics.find(({ severity }) => severity === 'error');
        if (broken) {
          refuse(id, broken.message, 'Correct that file.', file);
          continue;
        }
        const next: DocumentFile = { id, value: document.value, locate: document.locate };
        files.set(id, next);
        queue.push(next);
      } catch (error) {
        const why = PlugwrightError.isInstance(error) ? error.message : 'it cannot be read';
        refuse(id, why, 'What it stands for is left open.', file);
      }
    }
  }
  return files;
}

function refusal(
  id: string,
  { externalRefs = 'files', readFile }: ReadOpenApiOptions,
): string | undefined {
  if (isUrl(id)) return externalRefs === 'http' ? undefined : 'references to the network are off';
  if (externalRefs === 'none') return 'references to other files are off';
  return readFile === undefined ? 'no directory was given to read other files from' : undefined;
}
