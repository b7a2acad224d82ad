import * as fs from 'node:fs';
import * as later from 'node:fs/promises';
import type { HostFiles } from './host.js';

/** The synchronous call as a promise: what it throws rejects. */
const now =
  <Arguments extends unknown[], Result>(call: (...args: Arguments) => Result) =>
  // oxlint-disable-next-line require-await
  async (...args: Arguments): Promise<Result> =>
    call(...args);

/**
 * Files for a process that does one thing, such as a command: small calls are made at once. Handing each
 * of some hundreds to a thread and waiting for it takes several times as long (53 files: 75 ms, at once 20).
 * A server keeps `node:fs/promises`.
 */
export const promptFiles: HostFiles = {
  ...later,
  chmod: now(fs.chmodSync),
  lstat: now(fs.lstatSync) as unknown as HostFiles['lstat'],
  mkdir: now(fs.mkdirSync) as unknown as HostFiles['mkdir'],
  realpath: now(fs.realpathSync) as unknown as HostFiles['realpath'],
  rename: now(fs.renameSync),
  rmdir: now(fs.rmdirSync) as unknown as HostFiles['rmdir'],
  stat: now(fs.statSync) as unknown as HostFiles['stat'],
  writeFile: now(fs.writeFileSync) as unknown as HostFiles['writeFile'],
};
