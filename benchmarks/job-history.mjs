// Statistics, export and pages over a long history.
//   node benchmarks/job-history.mjs [--jobs 100000]       (npm run build first)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import {
  exportJobs,
  jobStatistics,
  sqliteStore,
  statisticsSvg,
  withHistory,
} from '@plugwright/jobs';

const DAY = 86_400_000;
const STEPS = ['read', 'render', 'types', 'bundle', 'boot', 'tests'];

/** A job that ended, with six steps, as the engine would have written it: 90 days, 3 kinds, 50 people. */
function ended(n, of) {
  const createdAt = Date.UTC(2026, 10, 29) - Math.floor(((of - n) / of) * 90 * DAY);
  const startedAt = createdAt + ((n * 7919) % 5000);
  const steps = STEPS.map((name, at) => ({
    name,
    inputHash: 'a'.repeat(64),
    outputHash: 'b'.repeat(64),
    output: { inline: null },
    attempt: 1,
    startedAt,
    ms: (n * (at + 3) * 104_729) % (2000 * (at + 1)),
  }));
  const endedAt = startedAt + steps.reduce((sum, { ms }) => sum + ms, 0);
  const state = n % 12 === 0 ? 'failed' : n % 50 === 1 ? 'cancelled' : 'completed';
  const event = { seq: n + 1, at: endedAt, type: `job.${state}`, state, attempt: 1, epoch: 1 };
  const id = `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const record = {
    schemaVersion: 1,
    id,
    rev: 1,
    kind: `kind${n % 3}`,
    principal: `person${n % 50}`,
    priority: 0,
    state,
    title: `job number ${n}`,
    input: { inline: null },
    createdAt,
    updatedAt: endedAt,
    queuedAt: createdAt,
    startedAt,
    endedAt,
    dependsOn: [],
    attempt: 1,
    spared: 0,
    maxAttempts: 3,
    lease: null,
    steps,
    questions: [],
    usage: { inputTokens: n % 4000, outputTokens: n % 900, costUsd: (n % 100) / 1000 },
    journal: [event],
    callbacks: [],
    outbox: [],
    artifacts: [],
    pinned: false,
    transition: 'create',
    ...(state === 'failed' && { error: { code: `PW_X_${n % 7}`, message: 'no' } }),
  };
  return { record, event: { ...event, jobId: id, kind: record.kind, principal: record.principal } };
}

/** Wall clock, and time of the processor, which other work on the machine does not lengthen. */
const timed = async (work) => {
  const from = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - from, cpuMs: (user + system) / 1000 };
};
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Milliseconds over a history of `count` jobs. Each figure but the first is a median of five, each in a store opened anew. */
export async function historyFigures(count = 100_000) {
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-history-'));
  const file = join(dir, 'jobs.db');
  try {
    const bare = sqliteStore(file);
    const store = withHistory(bare);
    const written = await timed(async () => {
      for (let from = 0; from < count; from += 1000) {
        const batch = Array.from({ length: Math.min(1000, count - from) }, (_, at) =>
          ended(from + at, count),
        );
        await store.write({
          put: batch.map(({ record }) => record),
          events: batch.map(({ event }) => event),
        });
      }
    });
    await bare.close();
    const figures = {
      [`write ${count}`]: { ms: Math.round(written.ms), cpuMs: Math.round(written.cpuMs) },
    };
    const measure = async (name, work) => {
      const times = [];
      for (let round = 0; round < 5; round++) {
        const opened = sqliteStore(file, { readOnly: true });
        times.push(await timed(() => work(opened)));
        await opened.close();
      }
      const of = (field) => Number(median(times.map((time) => time[field])).toFixed(1));
      figures[name] = { ms: of('ms'), cpuMs: of('cpuMs') };
    };
    await measure('statistics, all', (opened) => jobStatistics(opened));
    await measure('statistics, one kind, one week', (opened) =>
      jobStatistics(opened, { kind: 'kind1', since: Date.UTC(2026, 10, 22) }),
    );
    await measure('statistics, one person (records)', (opened) =>
      jobStatistics(opened, { principal: 'person7' }),
    );
    await measure('SVG, all', async (opened) => statisticsSvg(await jobStatistics(opened)));
    await measure('export of 10,000 as CSV', async (opened) => {
      for await (const _ of exportJobs(opened, 'csv', { limit: 10_000 }));
    });
    return figures;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { jobs: { type: 'string', default: '100000' } } });
  console.table(await historyFigures(Number(values.jobs)));
}
