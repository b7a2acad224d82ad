import { safeJoin } from '@plugwright/files';
import { existsSync, mkdirSync } from 'node:fs';
import { jsonAdapter } from './json-adapter.js';
import type { JobStore } from './job-store.js';
import { jobsError } from './jobs-error.js';
import { keyvStore, NAMESPACE } from './keyv-store.js';
import type { OpenJobsOptions } from './open-jobs-options.js';
import { sqliteAdapter } from './sqlite-adapter.js';
import { sqliteIndex } from './sqlite-index.js';
import { sqliteWriter } from './sqlite-writer.js';

/** Records that the JSON store takes: each is held in memory too, and a directory is read whole at the start. */
const JSON_CAPACITY = 1000;

/** The SQLite store on one file. */
export function sqliteStore(
  file: string,
  options: { readOnly?: boolean; synchronous?: 'FULL' | 'OFF' } = {},
): JobStore {
  const adapter = sqliteAdapter(file, options);
  const index = sqliteIndex(adapter, `${NAMESPACE}:`);
  const write = sqliteWriter(adapter);
  return keyvStore({ name: 'sqlite', adapter, index, write, atomicBatch: true });
}

/** The JSON store: one readable file per job in `directory`. */
export function jsonStore(
  directory: string,
  { readOnly = false, capacity = JSON_CAPACITY }: { readOnly?: boolean; capacity?: number } = {},
): JobStore {
  return keyvStore({
    name: 'json',
    adapter: jsonAdapter(directory, readOnly),
    capacity,
    indent: 2,
  });
}

/** The store that the options name. A directory keeps the one it began with. */
export function chooseStore(options: OpenJobsOptions): JobStore {
  const { dir, readOnly = false, synchronous, jsonCapacity } = options;
  const choice = options.store ?? (existsSync(safeJoin(dir, 'records')) ? 'json' : 'sqlite');
  if (typeof choice === 'object') return choice;
  const file = safeJoin(dir, 'jobs.db');
  const records = safeJoin(dir, 'records');
  const other = choice === 'json' ? file : records;
  if (existsSync(other))
    throw jobsError('PW_JOBS_DIRECTORY', `${dir} does not hold a ${choice} store`);
  if (choice === 'sqlite')
    return sqliteStore(file, { readOnly, ...(synchronous && { synchronous }) });
  if (readOnly && !existsSync(records))
    throw jobsError('PW_JOBS_DIRECTORY', `there are no jobs in ${dir}`);
  if (!readOnly) mkdirSync(records, { recursive: true });
  return jsonStore(records, {
    readOnly,
    ...(jsonCapacity !== undefined && { capacity: jsonCapacity }),
  });
}
