import { type JobRecord, SCHEMA_VERSION } from './job-record.js';
import { jobsError } from './jobs-error.js';
import type { JobStore } from './job-store.js';

/** How a record of version `from` becomes one of `from + 1`, by `from`. */
export interface Migrations {
  to: number;
  steps: Readonly<Record<number, (record: JobRecord) => JobRecord>>;
}

/** There is one version so far. */
export const MIGRATIONS: Migrations = { to: SCHEMA_VERSION, steps: {} };

/** The record in the present version. @throws `PW_JOBS_SCHEMA_NEWER`. */
export function upgrade(record: JobRecord, migrations: Migrations = MIGRATIONS): JobRecord {
  let now = record;
  while (now.schemaVersion < migrations.to) {
    const step = migrations.steps[now.schemaVersion];
    if (!step) throw newer(now.schemaVersion, migrations.to);
    now = { ...step(now), schemaVersion: now.schemaVersion + 1 };
  }
  if (now.schemaVersion > migrations.to) throw newer(now.schemaVersion, migrations.to);
  return now;
}

/** @throws `PW_JOBS_SCHEMA_NEWER` when the store was written by a newer version. */
export async function refuseNewer(store: JobStore, to = SCHEMA_VERSION): Promise<void> {
  const meta = await store.meta();
  if (meta && meta.schemaVersion > to) throw newer(meta.schemaVersion, to);
}

const newer = (found: number, known: number) =>
  jobsError('PW_JOBS_SCHEMA_NEWER', `the jobs have version ${found}, this package knows ${known}`);

/**
 * Writes every record of an older version in the present one. Each record carries its own version, so a migration that
 * was interrupted goes on where it was. Records are also upgraded whenever they are read; this makes it lasting.
 *
 * @returns how many were rewritten
 */
export async function migrateStore(
  store: JobStore,
  stored: (id: string) => Promise<number | undefined>,
  migrations: Migrations = MIGRATIONS,
): Promise<number> {
  const meta = await store.meta();
  if (!meta || meta.schemaVersion >= migrations.to) return 0;
  let rewritten = 0;
  for (let cursor: string | undefined; ;) {
    const page = await store.query({ limit: 500, ...(cursor && { cursor }) });
    const old: JobRecord[] = [];
    for (const job of page.jobs)
      if (((await stored(job.id)) ?? migrations.to) < migrations.to)
        old.push({ ...job, rev: job.rev + 1 });
    await store.write({ put: old, events: [] });
    rewritten += old.length;
    cursor = page.next;
    if (!cursor) break;
  }
  await store.write({ put: [], events: [], meta: { ...meta, schemaVersion: migrations.to } });
  return rewritten;
}
