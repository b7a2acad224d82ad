import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { safeJoin, writeAtomically } from '@plugwright/files';
import { z } from 'zod';
import type { Advisory } from './advisory.js';

/** All advisories of an OSV archive, on this disk. */
export interface AdvisoryArchive {
  /** ISO 8601; the newest change in the data. */
  readonly asOf: string;
  /** sha256, hex, of the data. */
  readonly digest: string;
  readonly records: number;
  /** Whether it has so many records that it can be all that is known. */
  readonly complete: boolean;
  readonly byPackage: ReadonlyMap<string, readonly Advisory[]>;
}

/**
 * OSV knew some 4,000 reviewed GitHub advisories for npm in 2025 and many times as many reports of malicious
 * packages; what has fewer is an extract, and an extract cannot say that a package has no advisory.
 */
export const FEWEST_RECORDS = 3000;

const pointer = z.object({
  digest: z.string().regex(/^[\da-f]{64}$/),
  asOf: z.string(),
  records: z.number(),
  complete: z.boolean(),
});
const POINTER = 'archive.json';
const dataOf = (directory: string, digest: string): string =>
  safeJoin(directory, `archive-${digest}.json`);

/** The archive that was imported last; nothing when there is none, or its bytes are not those that were written. */
export async function readArchive(directory: string): Promise<AdvisoryArchive | undefined> {
  try {
    const { digest, asOf, records, complete } = pointer.parse(
      JSON.parse(await readFile(safeJoin(directory, POINTER), 'utf8')),
    );
    const bytes = await readFile(dataOf(directory, digest));
    if (createHash('sha256').update(bytes).digest('hex') !== digest) return undefined;
    const rows = JSON.parse(bytes.toString()) as [string, Advisory[]][];
    return { asOf, digest, records, complete, byPackage: new Map(rows) };
  } catch {
    return undefined;
  }
}

/** Makes an archive the one that is used; readers see the old one or the new one. */
export async function writeArchive(
  directory: string,
  made: Pick<AdvisoryArchive, 'asOf' | 'records' | 'complete' | 'byPackage'>,
): Promise<AdvisoryArchive> {
  const rows = [...made.byPackage].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(rows);
  const digest = createHash('sha256').update(text).digest('hex');
  await mkdir(directory, { recursive: true });
  const before = await pointerOf(directory);
  await writeAtomically(dataOf(directory, digest), text);
  const { asOf, records, complete } = made;
  await writeAtomically(
    safeJoin(directory, POINTER),
    JSON.stringify({ digest, asOf, records, complete }),
  );
  if (before !== undefined && before !== digest)
    await rm(dataOf(directory, before), { force: true });
  return { ...made, digest };
}

async function pointerOf(directory: string): Promise<string | undefined> {
  try {
    return pointer.parse(JSON.parse(await readFile(safeJoin(directory, POINTER), 'utf8'))).digest;
  } catch {
    return undefined;
  }
}
