import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { commandArbitraries } from './model-commands.js';
import { start } from './model-engine.js';
import type { Engine } from './model-state.js';

export type { Engine } from './model-state.js';

/** Runs random command sequences against engine and model until `commands` have run. Throws at the first difference. */
export async function checkModel(
  engine: Engine,
  options: {
    storeName: 'sqlite' | 'json';
    commands: number;
    seed: number;
    /** Looks until a difference counts; the first 200 take no time. */
    patience?: number;
  },
): Promise<number> {
  const executed = { count: 0, patience: options.patience ?? 3000 };
  for (let round = 0; executed.count < options.commands; round++) {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(commandArbitraries(), { maxCommands: 120, size: 'max' }),
        async (commands) => {
          const real = await start(engine, options.storeName, executed);
          try {
            await fc.asyncModelRun(
              () => ({
                model: { jobs: new Map(), queue: [], paused: false, keys: new Map(), now: 0 },
                real,
              }),
              commands,
            );
          } finally {
            real.cut();
            for (const held of [...real.held.values(), ...real.stale]) held.end('fail');
            await real.jobs.close();
            rmSync(real.dir, { recursive: true, force: true });
          }
        },
      ),
      { numRuns: 20, seed: options.seed + round, endOnFailure: true },
    );
  }
  return executed.count;
}
