import { describe, expect, it, onTestFinished } from 'vitest';
import { bundle, type SeededFault } from './__fixtures__/bundle.js';
import { checkModel, type Engine } from './__fixtures__/model.js';
import { jsonStore, openJobs, sqliteStore } from './index.js';

/** Fixed, so that a failure can be repeated; another one is given by the variable. */
const seed = Number(process.env['PLUGWRIGHT_MODEL_SEED'] ?? 20261129);
const engine: Engine = { openJobs, sqliteStore, jsonStore };

describe('random commands against the engine on a real store', () => {
  it('agree with the model for 20,000 commands on SQLite', async () => {
    const commands = await checkModel(engine, { storeName: 'sqlite', commands: 20_000, seed });
    expect(commands).toBeGreaterThanOrEqual(20_000);
  }, 300_000);

  it('agree with it on JSON files', async () => {
    const commands = await checkModel(engine, { storeName: 'json', commands: 1000, seed });
    expect(commands).toBeGreaterThanOrEqual(1000);
  }, 120_000);
});

describe('the model notices', () => {
  const faults: [string, SeededFault[]][] = [
    [
      'writes of an attempt that has been replaced',
      [
        {
          file: 'moved-record.ts',
          from: '|| lease.attempt !== token.attempt',
          to: '',
        },
        { file: 'job-context.ts', from: '|| now.lease.attempt !== attempt', to: '' },
      ],
    ],
    [
      'one attempt too many',
      [
        {
          file: 'attempt.ts',
          from: 'spent < job.maxAttempts',
          to: 'spent <= job.maxAttempts',
        },
      ],
    ],
    [
      'endless attempts over crashes',
      [
        {
          file: 'recover.ts',
          from: 'job.attempt - job.spared < job.maxAttempts',
          to: 'job.attempt > 0',
        },
      ],
    ],
    [
      'an attempt spent by a shutdown',
      [
        {
          file: 'attempt.ts',
          from: 'patch: { spared: now.spared + 1, queuedAt',
          to: 'patch: { queuedAt',
        },
      ],
    ],
    [
      'a second job for a known key',
      [{ file: 'create-job.ts', from: 'if (known) return known;', to: '' }],
    ],
    [
      'a dependency that failed and counts as done',
      [
        {
          file: 'dependencies.ts',
          from: "ended?.state !== 'completed'",
          to: 'ended === undefined',
        },
      ],
    ],
    [
      'last in, first out',
      [{ file: 'fair-queue.ts', from: 'rank: start - rounds * priority', to: 'rank: -start' }],
    ],
    [
      'a transition that the table does not have',
      [
        {
          file: 'job-state.ts',
          from: 'return state === undefined ? from.length === 0 : from.includes(state);',
          to: 'return from !== undefined;',
        },
      ],
    ],
    [
      'an outbox write that repeats a revision',
      [
        {
          file: 'ledger.ts',
          from: '{ ...job, ...rest, rev: job.rev + 1, updatedAt',
          to: '{ ...job, ...rest, updatedAt',
        },
      ],
    ],
    [
      'a delay that grows when the clock goes back',
      [
        {
          file: 'waiting-timers.ts',
          from: 'Math.min(ms, Math.max(0,',
          to: 'Math.max(0, Math.max(0,',
        },
      ],
    ],
  ];

  it.each(faults)(
    '%s',
    async (_, seeds) => {
      const built = await bundle(seeds);
      onTestFinished(() => built.remove());
      const mutated = (await import(built.file)) as Engine;
      await expect(
        checkModel(mutated, { storeName: 'sqlite', commands: 6000, seed, patience: 400 }),
      ).rejects.toThrow(/./);
    },
    60_000,
  );
});
