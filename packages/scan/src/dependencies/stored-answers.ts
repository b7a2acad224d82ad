import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { safeJoin, writeAtomically } from '@plugwright/files';
import { z } from 'zod';
import type { Advisory } from './advisory.js';

const advisory = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  package: z.string(),
  title: z.string(),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  url: z.string().optional(),
  cwe: z.array(z.number()),
  range: z.string(),
  versions: z.array(z.string()).optional(),
}) satisfies z.ZodType<Advisory>;
const file = z.object({
  sha256: z.string(),
  answers: z.record(z.string(), z.object({ asOf: z.string(), advisories: z.array(advisory) })),
});

/** What a service answered for a package, and when. */
export interface StoredAnswer {
  /** ISO 8601. */
  readonly asOf: string;
  readonly advisories: readonly Advisory[];
}

/** Days; what is older helps nobody. */
const KEPT_DAYS = 90;

/** One file for each service, named after its address: another registry has other packages under the same names. */
const fileOf = (directory: string, kind: 'npm' | 'osv', address: string): string =>
  safeJoin(
    directory,
    `answers-${kind}-${createHash('sha256').update(address).digest('hex').slice(0, 12)}.json`,
  );

const digestOf = (answers: unknown): string =>
  createHash('sha256').update(JSON.stringify(answers)).digest('hex');

/** The answers that were kept; none when the file is missing, or is not what was written. */
export async function readAnswers(
  directory: string,
  kind: 'npm' | 'osv',
  address: string,
): Promise<ReadonlyMap<string, StoredAnswer>> {
  try {
    const read = file.parse(JSON.parse(await readFile(fileOf(directory, kind, address), 'utf8')));
    if (digestOf(read.answers) !== read.sha256) return new Map();
    return new Map(Object.entries(read.answers));
  } catch {
    return new Map();
  }
}

/** Keeps new answers beside the older ones. */
export async function keepAnswers(
  directory: string,
  kind: 'npm' | 'osv',
  address: string,
  answered: ReadonlyMap<string, readonly Advisory[]>,
  now: Date,
): Promise<void> {
  const oldest = now.getTime() - KEPT_DAYS * 86_400_000;
  const before = [...(await readAnswers(directory, kind, address))].filter(
    ([, { asOf }]) => Date.parse(asOf) >= oldest,
  );
  const asOf = now.toISOString();
  const after = [...answered].map(([key, advisories]) => [key, { asOf, advisories }] as const);
  const answers = Object.fromEntries(
    [...new Map([...before, ...after])].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  await mkdir(directory, { recursive: true });
  // Through JSON once, so that what is hashed is what will be read.
  const plain: unknown = JSON.parse(JSON.stringify(answers));
  await writeAtomically(
    fileOf(directory, kind, address),
    JSON.stringify({ sha256: digestOf(plain), answers: plain }),
  );
}
