import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { FileToWrite } from './apply-tree.js';
import type { HostFiles } from './host.js';

/**
 * Writes `files` into a directory that is not there yet: all of them into a new directory beside it, which then
 * gets its name. So the plugin is there whole or not at all, and nothing has to be looked at again and again:
 * nobody else knows the new directory. Paths are plain and relative, the caller has checked that.
 *
 * @throws what the file system says, after everything was taken back
 */
export async function writeNewTree(options: {
  /** Absolute; nothing is there. */
  root: string;
  files: readonly FileToWrite[];
  host: HostFiles;
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const { root, files, host, signal } = options;
  const parent = dirname(root);
  const made = await host.mkdir(parent, { recursive: true });
  const stage = join(parent, `.plugwright-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await host.mkdir(stage);
    const folders = new Set(files.map(({ path }) => dirname(path)).filter((path) => path !== '.'));
    for (const folder of folders)
      // A folder may stand in another one of them.
      // oxlint-disable-next-line no-await-in-loop
      await host.mkdir(join(stage, folder), { recursive: true });
    const writes = await Promise.allSettled(
      files.map(async ({ path, text, mode = 0o644 }) => {
        signal?.throwIfAborted();
        await host.writeFile(join(stage, path), text, { flag: 'wx', mode });
      }),
    );
    // All have ended, so that none writes into what is taken back.
    const broken = writes.find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;
    signal?.throwIfAborted();
    await host.rename(stage, root);
  } catch (error) {
    await host.rm(stage, { recursive: true, force: true }).catch(() => {});
    if (made !== undefined) await removeEmpty(host, parent, made);
    throw error;
  }
}

/** Takes back the directories from `from` up to `top`, as far as they are empty. */
async function removeEmpty(host: HostFiles, from: string, top: string): Promise<void> {
  for (let at = from; at.length >= top.length; at = dirname(at)) {
    try {
      // From the inside out.
      // oxlint-disable-next-line no-await-in-loop
      await host.rmdir(at);
    } catch {
      return;
    }
  }
}
