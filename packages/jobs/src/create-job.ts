import { PlugwrightError } from '@plugwright/errors';
import type { Admission } from './admission.js';
import type { Clock } from './clock.js';
import type { ContentStore } from './content-store.js';
import type { CreatedJob, JobKind } from './job-kind.js';
import { type JobRecord, SCHEMA_VERSION, type StoredValue } from './job-record.js';
import { type CheckedRequest, checkRequest } from './job-request.js';
import type { JobStore } from './job-store.js';
import { jobsError } from './jobs-error.js';
import type { Ledger } from './ledger.js';

/** What creation needs. */
export interface CreateParts {
  ledger: Ledger;
  store: JobStore;
  content: ContentStore;
  clock: Clock;
  admission: Admission;
  kinds: ReadonlyMap<string, JobKind>;
  newId(): string;
  maxInputBytes: number;
  /** Runs one creation at a time where others count on the same limits; default: they are counted in memory. */
  alone?<T>(work: () => Promise<T>): Promise<T>;
}

/** What a retry takes over from the earlier job. */
export type Inherited = Pick<JobRecord, 'steps' | 'artifacts' | 'questions'> & {
  retryOf: string;
  input: StoredValue;
};

const DEFAULT_ATTEMPTS = 3;

const isConflict = (error: unknown) =>
  PlugwrightError.isInstance(error) && error.code === 'PW_JOBS_CONFLICT';

/** Makes jobs. Two creations with one key at the same time give one job. */
export function jobCreator(parts: CreateParts) {
  const { ledger, store, content, admission, kinds } = parts;
  const pending = new Map<string, Promise<JobRecord>>();

  const make = (request: CheckedRequest, inherited?: Inherited): Promise<JobRecord> =>
    parts.alone ? parts.alone(() => admitted(request, inherited)) : admitted(request, inherited);
  const admitted = async (request: CheckedRequest, inherited?: Inherited): Promise<JobRecord> => {
    await Promise.all([admission.load(request.principal), checkDependencies(request)]);
    admission.admit(request.principal, request.cost);
    let input: StoredValue;
    try {
      input =
        inherited?.input ??
        (await content.store(request.input, 'the input of the job', parts.maxInputBytes)).stored;
    } catch (error) {
      admission.ended(request.principal);
      throw error;
    }
    const record = newRecord(parts, request, input, inherited);
    const name =
      record.dependsOn.length > 0
        ? 'createBlocked'
        : record.delayMs === undefined
          ? 'create'
          : 'createScheduled';
    const state = (
      { create: 'queued', createBlocked: 'blocked', createScheduled: 'scheduled' } as const
    )[name];
    const saved = await ledger.insert(
      { ...record, state },
      { name, events: [{ type: 'job.created' }], state: admission.buckets(request.principal) },
    );
    content.release(input);
    return saved;
  };
  const checkDependencies = async ({ dependsOn }: CheckedRequest) => {
    for (const id of dependsOn)
      if (!ledger.unfinished.has(id) && !(await store.get(id)))
        throw jobsError('PW_JOBS_REQUEST', `dependsOn: there is no job ${id}`);
  };

  return async (wanted: unknown, inherited?: Inherited): Promise<CreatedJob> => {
    if (ledger.writer.failure) throw ledger.writer.failure;
    const request = checkRequest(wanted);
    if (kinds.size > 0 && !kinds.has(request.kind))
      throw jobsError('PW_JOBS_KIND', `kind ${request.kind} is not defined here`);
    const { principal, idempotencyKey: key } = request;
    if (key === undefined) return { job: await make(request, inherited), created: true };
    const name = JSON.stringify([principal, key]);
    const earlier = pending.get(name);
    if (earlier) return { job: await earlier, created: false };
    let created = false;
    const making = (async () => {
      const known = await store.byKey(principal, key);
      if (known) return known;
      try {
        const made = await make(request, inherited);
        created = true;
        return made;
      } catch (error) {
        // Another process that shares the store was first.
        const first = isConflict(error) ? await store.byKey(principal, key) : undefined;
        if (first) return first;
        throw error;
      }
    })();
    pending.set(name, making);
    try {
      return { job: await making, created };
    } finally {
      pending.delete(name);
    }
  };
}

function newRecord(
  { clock, kinds, newId }: CreateParts,
  request: CheckedRequest,
  input: StoredValue,
  inherited: Inherited | undefined,
): JobRecord {
  const now = clock.now();
  const { kind, principal, priority, dependsOn, delayMs, waitLimitMs } = request;
  return {
    schemaVersion: SCHEMA_VERSION,
    id: newId(),
    rev: 1,
    kind,
    principal,
    priority,
    dependsOn,
    state: 'queued',
    title: request.title ?? kind,
    ...(request.idempotencyKey !== undefined && { idempotencyKey: request.idempotencyKey }),
    input,
    createdAt: now,
    updatedAt: now,
    queuedAt: now,
    ...(delayMs && { delayMs, dueAt: now + delayMs }),
    waitingSince: now,
    ...(waitLimitMs !== undefined && { waitLimitMs }),
    attempt: 0,
    spared: 0,
    maxAttempts: request.maxAttempts ?? kinds.get(kind)?.maxAttempts ?? DEFAULT_ATTEMPTS,
    lease: null,
    steps: [],
    questions: [],
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    journal: [],
    callbacks: request.callbacks ?? [],
    outbox: [],
    artifacts: [],
    pinned: false,
    ...(request.traceparent !== undefined && { traceparent: request.traceparent }),
    ...(request.tracestate !== undefined && { tracestate: request.tracestate }),
    transition: 'create',
    ...inherited,
  };
}
