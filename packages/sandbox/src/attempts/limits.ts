import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Attempt } from './attempt.js';

const MiB = 1024 ** 2;

/** Using up the machine. Each stays far below what could hurt it, also where no limit holds. */
export const limitAttempts: readonly Attempt[] = [
  {
    name: 'start processes without end',
    guard: 'a limit on processes',
    code: `
      let count = 0;
      for (; count < 80; count++) {
        const one = cp.spawn("/usr/bin/sleep", ["5"], { stdio: "ignore" });
        one.on("error", () => {});
        if (one.pid === undefined) stop(count + " processes");
      }
      return count + " processes";`,
    open: (got) => got?.startsWith('80') ?? false,
    selfTest: true,
    apart: { processes: 60, wallMs: 15_000 },
  },
  {
    name: 'take memory outside the JavaScript heap',
    guard: 'a limit on memory',
    code: `
      const held = [];
      for (let i = 0; i < 60; i++) { held.push(Buffer.alloc(10 * 1024 * 1024, 1)); await sleep(1); }
      return held.length * 10 + " MiB";`,
    open: (got) => got !== undefined,
    selfTest: true,
    apart: { memoryBytes: 300 * MiB, workspaceBytes: 16 * MiB, wallMs: 15_000 },
  },
  {
    name: 'fill the disk with one file',
    guard: 'a file system in memory with a size',
    code: `
      const file = fs.openSync("large", "w");
      const chunk = Buffer.alloc(1024 * 1024, 1);
      for (let i = 0; i < 48; i++) fs.writeSync(file, chunk);
      return "48 MiB";`,
    open: (got) => got !== undefined,
    selfTest: true,
    apart: { workspaceBytes: 16 * MiB, wallMs: 15_000 },
  },
  {
    name: 'fill the disk with many files',
    guard: 'a file system in memory with a size',
    code: `
      const chunk = Buffer.alloc(1024 * 1024, 1);
      for (let i = 0; i < 48; i++) fs.writeFileSync("many" + i, chunk);
      return "48 MiB";`,
    open: (got) => got !== undefined,
    selfTest: true,
    apart: { workspaceBytes: 16 * MiB, wallMs: 15_000 },
  },
  {
    name: 'make empty files without end',
    guard: 'a limit on files',
    code: 'for (let i = 0; i < 60000; i++) { fs.closeSync(fs.openSync("e" + i, "w")); if (i % 2000 === 0) await sleep(5); } await sleep(300); return "60000 files"',
    open: (got) => got !== undefined,
    apart: { workspaceFiles: 2000, wallMs: 20_000 },
  },
  {
    name: 'compute without end',
    guard: 'a limit on CPU time',
    code: 'for (let i = 0; i % 1000 || process.cpuUsage().user < 4e6; i++); return "4 s of CPU time"',
    open: (got) => got !== undefined,
    apart: { cpuMs: 1000, wallMs: 15_000 },
  },
  {
    name: 'wait without end (time bomb)',
    guard: 'a limit on wall-clock time',
    code: 'await sleep(20000); return "20 s"',
    open: (got) => got !== undefined,
    apart: { wallMs: 1000 },
  },
  {
    name: 'ignore the request to end',
    guard: 'SIGKILL after SIGTERM',
    code: 'process.on("SIGTERM", () => {}); await sleep(20000); return "20 s"',
    open: (got) => got !== undefined,
    apart: { wallMs: 1000 },
  },
  {
    name: 'leave a daemon behind',
    guard: 'the process namespace ends with its first program',
    code: `
      const path = p.daemonFile;
      cp.spawn(process.execPath, ["-e", 'setTimeout(() => require("node:fs").writeFileSync(' + JSON.stringify(path) + ', "x"), 1500)'], { detached: true, stdio: "ignore", env: {} }).unref();
      await sleep(200);
      return "started";`,
    // It would write where the host can see it, in the workspace of the fallback.
    open: (_got, target) => existsSync(join(target.workspace, 'daemon')),
    apart: { wallMs: 15_000 },
  },
  {
    name: 'print without end',
    guard: 'a limit on output',
    code: 'const line = "x".repeat(65536); for (let i = 0; i < 640; i++) { fs.writeSync(1, line); } await sleep(20000); return "40 MiB"',
    open: (got, _target, result) => got !== undefined || result.stdout.length > 65536,
    apart: { floodBytes: 4 * MiB, outputBytes: 65536, wallMs: 15_000 },
  },
];
