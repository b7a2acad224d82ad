import { randomInt, randomUUID } from 'node:crypto';
import type { JobEvent } from '../job-event.js';
import type { JobRecord } from '../job-record.js';
import { isTerminal } from '../job-state.js';
import type { StateEntry, StoreBatch, StoreMeta, SumEntry } from '../job-store.js';
import { jobsError } from '../jobs-error.js';
import { type Commit, rankOf, timerOf } from './shared-store.js';

/** What the server is told of a record, besides its text. Times are decimal text; empty: none. */
export interface Put {
  id: string;
  rev: number;
  state: string;
  kind: string;
  who: string;
  key: string;
  epoch: string;
  timer: string;
  outbox: string;
  rank: string;
  priority: number;
  created: string;
  /** Offsets of the numbers between the pieces of its text. */
  text: number[];
}

/** One write, for the script or function that the server runs. */
export interface Todo {
  /** Of this write alone, so that the server knows it when it comes twice; empty: it does not matter. */
  by: string;
  /** Most attempts of the principal, decimal; empty: any number. */
  most: string;
  /** How many numbers the events need. */
  numbers: number;
  put: Put[];
  events: { id: string; seq: string; offset: number; text: number[] }[];
  remove: string[];
  state: { key: string; value: string; gone: boolean }[];
  /** Decimal numbers that are added up, or of which the greatest is kept. */
  sums: { key: string; field: string; by: string; most: boolean }[];
  meta?: StoreMeta;
}

export const ownerKey = (principal: string, key: string) => JSON.stringify([principal, key]);

function putOf(job: JobRecord, text: number[]): Put {
  const { id, rev, state, kind, principal, idempotencyKey, lease, outboxDueAt } = job;
  return {
    id,
    rev,
    state,
    kind,
    who: principal,
    key: idempotencyKey === undefined ? '' : ownerKey(principal, idempotencyKey),
    epoch: lease && !isTerminal(state) ? `${lease.epoch}` : '',
    timer: `${timerOf(job) ?? ''}`,
    outbox: `${outboxDueAt ?? ''}`,
    rank: `${rankOf(job)}`,
    priority: job.priority,
    created: `${job.createdAt}`,
    text,
  };
}

const stateOf = ({ key, value }: StateEntry) => ({
  key,
  value: value ?? '',
  gone: value === undefined,
});

const sumsOf = ({ key, add, most = {} }: SumEntry): Todo['sums'] => [
  ...Object.entries(add).map(([field, by]) => ({ key, field, by: `${by}`, most: false })),
  ...Object.entries(most).map(([field, by]) => ({ key, field, by: `${by}`, most: true })),
];

/**
 * A commit whose events get their numbers on the server: texts in pieces, with the offset of a number between two. Until then
 * 13 digits stand for them that nobody can know before, so that no text from outside is taken for one.
 */
export function commitTexts({ build, state = [], sums = [], mostRunning }: Commit): {
  todo: Todo;
  pieces: string[];
} {
  const stem = `${randomInt(1_000_000, 8_000_000)}${randomInt(100_000, 1_000_000)}`;
  const draft = build(Number(`${stem}000`));
  const split = new RegExp(`${stem}(\\d{3})`);
  const texts = [draft.record, ...draft.events].map((one) => JSON.stringify(one).split(split));
  const offsets = texts.map((parts) => parts.filter((_, n) => n % 2 === 1).map(Number));
  return {
    todo: {
      by: randomUUID(),
      most: mostRunning === undefined ? '' : `${mostRunning}`,
      numbers: draft.events.length,
      put: [putOf(draft.record, offsets[0]!)],
      events: draft.events.map(({ jobId }, n) => ({
        id: jobId,
        seq: '',
        offset: n,
        text: offsets[n + 1]!,
      })),
      remove: [],
      state: state.map(stateOf),
      sums: sums.flatMap(sumsOf),
    },
    pieces: texts.flatMap((parts) => parts.filter((_, n) => n % 2 === 0)),
  };
}

/** A batch whose events have their numbers. */
export function batchTexts({ put, events, remove = [], state = [], meta }: StoreBatch): {
  todo: Todo;
  pieces: string[];
} {
  const known = new Map<string, JobEvent>();
  for (const job of put)
    for (const entry of job.journal) {
      const { id: jobId, kind, principal } = job;
      known.set(`${entry.seq} ${jobId}`, { ...entry, jobId, kind, principal });
    }
  for (const event of events) known.set(`${event.seq} ${event.jobId}`, event);
  const all = [...known.values()].toSorted((a, b) => a.seq - b.seq);
  return {
    todo: {
      by: '',
      most: '',
      numbers: 0,
      put: put.map((job) => putOf(job, [])),
      events: all.map(({ jobId, seq }) => ({ id: jobId, seq: `${seq}`, offset: 0, text: [] })),
      remove: [...remove],
      state: state.map(stateOf),
      sums: [],
      ...(meta && { meta: { ...meta } }),
    },
    pieces: [...put, ...all].map((one) => JSON.stringify(one)),
  };
}

/** Why a batch was not written. */
export function refusal(end: string, { put }: StoreBatch): Error {
  const ids = put.map(({ id }) => id).join(', ');
  return jobsError(
    'PW_JOBS_CONFLICT',
    end === 'final' ? `the state of ${ids} is final` : `${ids}: not the next revision`,
  );
}
