import type { JobRecord, Jobs } from '@plugwright/engine/jobs';
import { PlugwrightError } from '../error-table.js';

/** What people call a job by: the end of its id, which is its random part. */
export const shortId = (id: string): string => id.slice(-8);

/**
 * The job that `name` means: its id, the end of it, or `last` for the newest.
 *
 * @throws `PW_JOBS_UNKNOWN`
 */
export async function findJob(jobs: Jobs, name: string): Promise<JobRecord> {
  if (name === '') throw unknown('No job was named.');
  const exact = await jobs.get(name);
  if (exact !== undefined) return exact;
  const page = await jobs.list(name === 'last' ? { limit: 1 } : { text: name, limit: 50 });
  const found = page.jobs.filter(({ id }) => name === 'last' || id.endsWith(name));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw unknown(
    found.length === 0
      ? `There is no job ${name}.`
      : `${found.length} jobs end with ${name}: ${found.map(({ id }) => id).join(', ')}.`,
  );
}

/** Nobody has ordered anything yet. */
export const noJobs = (name: string) => unknown(`There is no job ${name}.`);

const unknown = (message: string) =>
  new PlugwrightError({
    code: 'PW_JOBS_UNKNOWN',
    message,
    hint: 'plugwright jobs list shows them; give the id, the end of it, or last.',
  });
