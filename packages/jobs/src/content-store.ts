import { safeJoin, writeAtomically } from '@plugwright/files';
import { mkdirSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { asJson, canonicalJson, sha256 } from './canonical-json.js';
import type { ContentRef, StoredValue } from './job-record.js';
import { jobsError } from './jobs-error.js';
import type { JsonValue } from './json-value.js';

/** Files named by the SHA-256 of their bytes. */
export interface ContentStore {
  /** On disk and synced when it resolves. The file is safe from the sweep until `release`. */
  put(bytes: string | Uint8Array, mediaType?: string): Promise<ContentRef>;
  /** @throws `PW_JOBS_CONTENT` when the file is missing or has other bytes. */
  get(ref: ContentRef): Promise<Buffer>;
  /** A value for a record: itself when small, else a file. @throws `PW_JOBS_VALUE`; `PW_JOBS_REQUEST` above `maxBytes`. */
  store(
    value: unknown,
    what: string,
    maxBytes?: number,
  ): Promise<{ stored: StoredValue; hash: string }>;
  load(stored: StoredValue): Promise<JsonValue>;
  /** The record that refers to it is on disk. */
  release(stored: StoredValue | ContentRef): void;
  /** A record that is about to be written refers to it once more. */
  touch(ref: ContentRef): void;
  /** Names and sizes of all files. Begins a sweep: what is put or touched from here on is not removed by it. */
  list(): Promise<ContentRef[]>;
  /** Does nothing to files that are held, or that were used since {@link ContentStore.list}. */
  remove(sha: string): Promise<void>;
}

/** Where the bytes lie. */
export interface ContentFiles {
  /** Durable when it resolves. */
  put(sha: string, bytes: Buffer): Promise<void>;
  /** `undefined`: not there. */
  get(sha: string): Promise<Buffer | undefined>;
  /** Used again; others may be about to sweep. */
  touch?(sha: string): void;
  list(): Promise<ContentRef[]>;
  remove(sha: string): Promise<void>;
}

/** Content files below `<dir>/content`. */
export function contentFiles(dir: string, readOnly = false): ContentFiles {
  const root = safeJoin(dir, 'content');
  if (!readOnly) mkdirSync(root, { recursive: true });
  const pathOf = (sha: string) => safeJoin(root, sha);
  return {
    async put(sha, bytes) {
      const there = await stat(pathOf(sha)).catch(() => undefined);
      if (there?.size !== bytes.length) await writeAtomically(pathOf(sha), bytes);
    },
    get: (sha) => readFile(pathOf(sha)),
    async list() {
      const names = (await readdir(root)).filter((name) => /^[0-9a-f]{64}$/.test(name));
      const sizes = await Promise.all(names.map((name) => stat(pathOf(name))));
      return names.map((name, index) => ({ sha256: name, bytes: sizes[index]!.size }));
    },
    remove: (sha) => rm(pathOf(sha), { force: true }),
  };
}

/** Content in `files`, checked against its name whenever it is read. */
export function contentStore(files: ContentFiles, inlineLimitBytes: number): ContentStore {
  const held = new Map<string, number>();
  const used = new Set<string>();

  const put: ContentStore['put'] = async (bytes, mediaType) => {
    const buffer = Buffer.from(bytes);
    const sha = sha256(buffer);
    held.set(sha, (held.get(sha) ?? 0) + 1);
    used.add(sha);
    await files.put(sha, buffer);
    return { sha256: sha, bytes: buffer.length, ...(mediaType && { mediaType }) };
  };
  const get: ContentStore['get'] = async (ref) => {
    let bytes: Buffer | undefined;
    try {
      bytes = await files.get(ref.sha256);
    } catch (error) {
      throw jobsError('PW_JOBS_CONTENT', `content ${ref.sha256} cannot be read`, error);
    }
    if (bytes === undefined)
      throw jobsError('PW_JOBS_CONTENT', `content ${ref.sha256} is not there`);
    if (sha256(bytes) !== ref.sha256)
      throw jobsError('PW_JOBS_CONTENT', `content ${ref.sha256} has other bytes`);
    return bytes;
  };
  return {
    put,
    get,
    async store(value, what, maxBytes = Infinity) {
      const text = canonicalJson(value, what);
      const bytes = Buffer.byteLength(text);
      if (bytes > maxBytes)
        throw jobsError('PW_JOBS_REQUEST', `${what} has ${bytes} bytes, ${maxBytes} are allowed`);
      const stored: StoredValue =
        bytes <= inlineLimitBytes
          ? { inline: asJson(text) }
          : { content: await put(text, 'application/json') };
      return {
        stored,
        get hash() {
          return sha256(text);
        },
      };
    },
    async load(stored) {
      return 'inline' in stored
        ? stored.inline
        : asJson((await get(stored.content)).toString('utf8'));
    },
    release(stored) {
      const ref = 'sha256' in stored ? stored : 'content' in stored ? stored.content : undefined;
      if (!ref) return;
      const left = (held.get(ref.sha256) ?? 1) - 1;
      if (left > 0) held.set(ref.sha256, left);
      else held.delete(ref.sha256);
    },
    touch({ sha256: sha }) {
      used.add(sha);
      files.touch?.(sha);
    },
    list() {
      used.clear();
      return files.list();
    },
    async remove(sha) {
      if (!held.has(sha) && !used.has(sha)) await files.remove(sha);
    },
  };
}
