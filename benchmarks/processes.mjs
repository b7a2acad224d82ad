import { mustRun } from '../scripts/lib/run.mjs';
import { median } from '../scripts/lib/report.mjs';

/**
 * Runs whole processes side by side: one of each per round, so that a slow moment of the machine meets
 * all of them. The first round warms the disk cache and does not count.
 *
 * @param {Record<string, { command: string, args: string[], cwd?: string, env?: object, before?: () => Promise<void> }>} contenders
 * @returns {Promise<Record<string, { median: number, min: number, runs: number[] }>>} wall time, ms
 */
export async function interleaved(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { command, args, cwd, env, before }] of Object.entries(contenders)) {
      await before?.();
      const { ms } = await mustRun(command, args, {
        cwd,
        env: { ...env, NODE_EXTRA_CA_CERTS: undefined },
        timeoutMs: 300_000,
      });
      if (round > 0) times[name].push(Math.round(ms));
    }
    process.stdout.write('.');
  }
  process.stdout.write('\n');
  return Object.fromEntries(
    Object.entries(times).map(([name, runs]) => [
      name,
      { median: Math.round(median(runs)), min: Math.min(...runs), runs },
    ]),
  );
}
