import { createRequire } from 'node:module';
import type { CapabilityLog } from './capability-log.js';
import { wrap } from './wrap.js';

/** Notes programs that anything in this process starts, without arguments: they may hold secrets. */
export function observeProcesses(log: CapabilityLog): void {
  const require = createRequire(import.meta.url);
  const children = require('node:child_process') as object;
  const note = (command: unknown) => {
    if (typeof command === 'string' || command instanceof URL)
      log.note({ kind: 'process', command: log.shownPath(String(command)) });
  };
  for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync'])
    wrap(children, name, ([file]) => note(file));
  for (const name of ['exec', 'execSync'])
    wrap(children, name, ([line]) => note(/^\s*(\S+)/.exec(String(line))?.[1]));
  wrap(children, 'fork', () => note('node'));
  // Threads have modules of their own, where nobody looks on; and native code can do everything.
  wrap(require('node:worker_threads') as object, 'Worker', () => note('worker_threads'));
  wrap(process, 'dlopen', ([, file]) => note(file));
}
