import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer as bytesOf } from 'node:stream/consumers';
import { PlugwrightError } from '@plugwright/errors';
import { type Entry, fromBuffer, open, type ZipFile } from 'yauzl';
import type { Advisory } from './advisory.js';
import { type AdvisoryArchive, FEWEST_RECORDS, writeArchive } from './archive.js';
import { askBytes, type AuditNetwork } from './ask-json.js';
import { readOsvRecord } from './osv-record.js';

/** Where OSV publishes all records of npm as one file. */
export const OSV_ARCHIVE = 'https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip';

export interface ImportOptions {
  /** Absolute; where the archive is kept. */
  readonly directory: string;
  /** Default: now. */
  readonly now?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many records an archive needs to count as complete; default 3,000. */
  readonly fewestRecords?: number | undefined;
}

/** Bytes. */
const LARGEST_DOWNLOAD = 1024 ** 3;
const LARGEST_RECORD = 8 * 1024 * 1024;
const LARGEST_UNPACKED = 16 * 1024 ** 3;
const MOST_RECORDS = 3_000_000;

const unusable = (what: string, why: string, cause?: unknown): PlugwrightError =>
  new PlugwrightError({
    code: 'PW_AUDIT_ARCHIVE',
    message: `${what} is no OSV archive that can be used: ${why}.`,
    hint: 'Give the all.zip of the npm ecosystem from OSV, or a folder with its records.',
    cause,
  });

/**
 * Reads an OSV archive (`all.zip` of npm, or a folder of records) and keeps it for audits. Its date is that of the
 * newest record.
 *
 * @throws PlugwrightError `PW_AUDIT_ARCHIVE`; the reason of the signal; errors of the file system on writing.
 */
export async function importArchive(
  path: string,
  options: ImportOptions,
): Promise<AdvisoryArchive> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) return keep(path, folderRecords(path), options);
  if (!entry?.isFile()) throw unusable(path, 'there is no such file');
  return keep(path, zipRecords(path, await opened(path, (done) => open(path, ZIP, done))), options);
}

/**
 * Downloads the OSV archive and keeps it for audits.
 *
 * @throws PlugwrightError `PW_AUDIT_PULL` when it cannot be had, and as {@link importArchive}.
 */
export async function pullArchive(
  address: string,
  network: Pick<AuditNetwork, 'allowHttp' | 'allowPrivate' | 'ca' | 'timeoutMs' | 'maxBytes'>,
  options: ImportOptions,
): Promise<AdvisoryArchive> {
  const answer = await askBytes(
    {
      timeoutMs: 15 * 60_000,
      maxBytes: LARGEST_DOWNLOAD,
      ...network,
      ...(options.signal && { signal: options.signal }),
    },
    address,
  );
  if (answer.problem !== undefined)
    throw new PlugwrightError({
      code: 'PW_AUDIT_PULL',
      message: `The archive cannot be had: ${answer.problem}.`,
      hint: 'Download it yourself and give it to plugwright advisories import.',
    });
  const { bytes } = answer;
  const zip = await opened(address, (done) => fromBuffer(bytes, ZIP, done));
  return keep(address, zipRecords(address, zip), options);
}

const ZIP = { lazyEntries: true, validateEntrySizes: true } as const;

const opened = (
  what: string,
  start: (done: (error: Error | null, zip?: ZipFile) => void) => void,
): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    start((error, zip) =>
      zip ? resolve(zip) : reject(unusable(what, 'it is no zip file', error)),
    );
  });

/** The texts of the records of a zip file, one at a time. */
async function* zipRecords(what: string, zip: ZipFile): AsyncGenerator<string> {
  let unpacked = 0;
  try {
    for (;;) {
      const entry = await nextEntry(zip);
      if (!entry) return;
      if (!entry.fileName.endsWith('.json')) continue;
      unpacked += entry.uncompressedSize;
      if (entry.uncompressedSize > LARGEST_RECORD || unpacked > LARGEST_UNPACKED)
        throw unusable(what, 'it unpacks to too much');
      yield (await unpack(zip, entry)).toString();
    }
  } catch (error) {
    if (PlugwrightError.isInstance(error)) throw error;
    throw unusable(what, 'it is damaged', error);
  } finally {
    zip.close();
  }
}

const nextEntry = (zip: ZipFile): Promise<Entry | undefined> =>
  new Promise((resolve, reject) => {
    const settle = (action: () => void) => () => {
      zip.removeAllListeners();
      action();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry))());
    zip.once(
      'end',
      settle(() => resolve(undefined)),
    );
    zip.once('error', (error) => settle(() => reject(error))());
    zip.readEntry();
  });

const unpack = (zip: ZipFile, entry: Entry): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      stream ? bytesOf(stream).then(resolve, reject) : reject(error ?? new Error('no stream')),
    );
  });

async function* folderRecords(path: string): AsyncGenerator<string> {
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    const file = join(path, entry.name);
    if ((await stat(file)).size > LARGEST_RECORD)
      throw unusable(path, `${entry.name} is too large`);
    yield await readFile(file, 'utf8');
  }
}

async function keep(
  what: string,
  texts: AsyncIterable<string>,
  options: ImportOptions,
): Promise<AdvisoryArchive> {
  const now = (options.now ?? new Date()).getTime();
  const byPackage = new Map<string, Advisory[]>();
  const ids = new Set<string>();
  let asOf = '';
  let unread = 0;
  for await (const text of texts) {
    options.signal?.throwIfAborted();
    const record = recordOf(text);
    if (!record) {
      unread += 1;
      continue;
    }
    if (ids.size >= MOST_RECORDS) throw unusable(what, 'it has too many records');
    ids.add(record.id);
    // A record dated ahead must not make all the others look fresh.
    if (record.modified > asOf && Date.parse(record.modified) <= now) asOf = record.modified;
    if (record.withdrawn) continue;
    for (const advisory of record.advisories) {
      const all = byPackage.get(advisory.package);
      if (all) all.push(advisory);
      else byPackage.set(advisory.package, [advisory]);
    }
  }
  if (unread > ids.size / 100) throw unusable(what, `${unread} of its files are no OSV records`);
  if (asOf === '' || byPackage.size === 0)
    throw unusable(what, 'it has no records of npm packages');
  const complete = ids.size >= (options.fewestRecords ?? FEWEST_RECORDS);
  return writeArchive(options.directory, { asOf, records: ids.size, complete, byPackage });
}

function recordOf(text: string): ReturnType<typeof readOsvRecord> {
  try {
    return readOsvRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}
