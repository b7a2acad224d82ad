import { safeJoin } from '@plugwright/files';
import { mkdir, readdir, rm } from 'node:fs/promises';

/** A directory that one attempt has to itself. */
export interface WorkDirectory {
  /** Absolute. */
  path: string;
  remove: () => Promise<void>;
}

const place = (dir: string, ...parts: string[]) => safeJoin(dir, ['work', ...parts].join('/'));
const removeAll = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });

/** A new directory for attempt `attempt`; what an earlier attempt of the job left behind goes. */
export async function attemptDirectory(
  dir: string,
  jobId: string,
  attempt: number,
): Promise<WorkDirectory> {
  const own = place(dir, jobId);
  await removeAll(own);
  const path = place(dir, jobId, String(attempt));
  await mkdir(path, { recursive: true, mode: 0o700 });
  return { path, remove: () => removeAll(own) };
}

/** Removes what is left of jobs that nobody will go on with; what no job is named after goes too. */
export async function removeOldWork(
  dir: string,
  isUnfinished: (jobId: string) => Promise<boolean>,
): Promise<void> {
  const names = await readdir(place(dir)).catch(() => []);
  await Promise.all(
    names.map(async (name) => {
      if (!(await isUnfinished(name))) await removeAll(place(dir, name));
    }),
  );
}
