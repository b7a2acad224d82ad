// What the sandbox costs: the same program started bare and in the sandbox, alternating in one process.
//   node benchmarks/sandbox.mjs [--rounds 40]
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findIsolation, run } from '@plugwright/sandbox';
import { median } from '../scripts/lib/report.mjs';

/** A plain spawn with an empty environment, until its output is closed. */
const bare = (command, args, cwd) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    child.stderr.resume();
    child.once('error', reject);
    child.once('close', resolve);
  });

/** Medians in ms and what the sandbox adds, for a program that does nothing and for an empty Node. */
export async function sandboxOverhead(rounds) {
  const isolation = await findIsolation();
  const workspace = await mkdtemp(join(tmpdir(), 'plugwright-bench-'));
  try {
    for (let i = 0; i < 25; i++) await writeFile(join(workspace, `file-${i}.ts`), 'x'.repeat(2000));
    const programs = {
      '/usr/bin/true': ['/usr/bin/true', []],
      'node -e 0': [process.execPath, ['-e', '0']],
    };
    const rows = {};
    for (const [name, [command, args]] of Object.entries(programs)) {
      const times = { bare: [], sandbox: [], added: [] };
      for (let round = -3; round < rounds; round++) {
        const start = performance.now();
        await bare(command, args, workspace);
        const between = performance.now();
        const { code, level } = await run({ command, args, workspace, isolation });
        if (code !== 0) throw new Error(`${name} ended with ${code} at level ${level}`);
        const end = performance.now();
        // The first rounds warm up both.
        if (round < 0) continue;
        times.bare.push(between - start);
        times.sandbox.push(end - between);
        times.added.push(end - between - (between - start));
      }
      rows[name] = {
        bare: median(times.bare),
        sandbox: median(times.sandbox),
        added: median(times.added),
      };
    }
    return { level: isolation.level, driver: isolation.driver, rounds, rows };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' } } });
  console.log(JSON.stringify(await sandboxOverhead(Number(values.rounds)), null, 2));
}
