import type { StopSwitch } from './abort-reason.js';
import type { Clock } from './clock.js';
import type { ContentStore } from './content-store.js';
import type { JobContext, JobKind, StepContext } from './job-kind.js';
import type { JobQuestion, JobRecord, StepRecord } from './job-record.js';
import { jobsError } from './jobs-error.js';
import type { JsonValue } from './json-value.js';
import type { EventDraft, Ledger, Token } from './ledger.js';
import type { Admission } from './admission.js';
import { RUN_VARIABLE } from './linux-processes.js';
import type { ProcessTable } from './process-table.js';
import { stepHash, storedOutput } from './stored-steps.js';

/** What the contexts of all attempts share. */
export interface ContextParts {
  ledger: Ledger;
  content: ContentStore;
  clock: Clock;
  processes: ProcessTable;
  admission: Admission;
}

/** A context and what the runner needs to know of it. */
export interface RunningContext {
  context: JobContext<JsonValue>;
  /** A child may exist: the environment was asked for, or a child was noted. */
  mayHaveChildren(): boolean;
  /** The question that ended the attempt. */
  question(): Omit<JobQuestion, 'askedAt'> | undefined;
  /** The step under way. */
  step(): string | undefined;
}

/** Makes the context of one attempt. */
export function jobContext(
  parts: ContextParts,
  job: JobRecord,
  kind: JobKind,
  input: JsonValue,
  stop: StopSwitch,
  alive: () => void,
): RunningContext {
  const { ledger, content, clock, processes, admission } = parts;
  const { id } = job;
  const { marker, epoch, attempt } = job.lease!;
  const token: Token = { epoch, attempt };
  let children = false;
  let question: Omit<JobQuestion, 'askedAt'> | undefined;
  const steps: string[] = [];

  /** The newest record, if the attempt may still write. @throws the reason of the stop, `PW_JOBS_FENCED`. */
  const own = (): JobRecord => {
    if (stop.reason) throw stop.reason;
    const now = ledger.unfinished.get(id);
    if (now?.lease?.epoch !== epoch || now.lease.attempt !== attempt || now.state !== 'running')
      throw jobsError('PW_JOBS_FENCED', `attempt ${attempt} of ${id} has lost its lease`);
    return now;
  };
  const note = (patch: Partial<JobRecord>, ...events: EventDraft[]) => {
    own();
    alive();
    return ledger.move(id, { name: 'record', token, patch, events });
  };

  const runStep = async <I, O>(
    name: string,
    input: I,
    inputHash: string,
    run: (input: I, step: StepContext) => O | Promise<O>,
    timeoutMs: number | undefined,
  ): Promise<O> => {
    await note({}, { type: 'job.step.started', step: name });
    const startedAt = clock.now();
    const began = clock.monotonic();
    const controller = new AbortController();
    const signal = AbortSignal.any([stop.signal, controller.signal]);
    const late = () =>
      controller.abort(
        jobsError('PW_JOBS_STEP_TIMEOUT', `step ${name} ran longer than ${timeoutMs} ms`),
      );
    const off = timeoutMs === undefined ? undefined : clock.after(timeoutMs, late);
    const aborted = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
    aborted.catch(() => {});
    try {
      const idempotencyKey = `${id}:${name}:${inputHash.slice(0, 16)}`;
      const working = Promise.resolve(run(input, { signal, idempotencyKey }));
      const value = await Promise.race([working, aborted]);
      const { stored, hash } = await content.store(value, `the output of step ${name}`);
      const done: StepRecord = {
        name,
        inputHash,
        outputHash: hash,
        output: stored,
        attempt,
        startedAt,
        ms: Math.round(clock.monotonic() - began),
      };
      await note(
        { steps: [...own().steps.filter((step) => !sameStep(step, done)), done] },
        { type: 'job.step.completed', step: name, data: { ms: done.ms } },
      );
      content.release(stored);
      return value;
    } finally {
      off?.();
    }
  };

  const context: JobContext<JsonValue> = {
    id,
    input,
    principal: job.principal,
    attempt,
    get signal() {
      return stop.signal;
    },
    get childEnv() {
      children = true;
      return { [RUN_VARIABLE]: marker };
    },
    async step(name, input, run, options = {}) {
      const inputHash = stepHash(name, input);
      const stored = await storedOutput(own(), name, inputHash, content);
      if (stored) {
        await note({}, { type: 'job.step.reused', step: name });
        return stored.output as Awaited<ReturnType<typeof run>>;
      }
      steps.push(name);
      const value = await runStep(name, input, inputHash, run, options.timeoutMs);
      steps.splice(steps.lastIndexOf(name), 1);
      return value;
    },
    async child(pid) {
      children = true;
      const group = processes.identify(pid);
      // Gone already: nothing to remember.
      if (!group) return;
      const lease = own().lease!;
      await note(
        { lease: { ...lease, children: [...lease.children, group] } },
        { type: 'job.child', data: { pgid: pid } },
      );
    },
    async progress(message, data) {
      const text = message.slice(0, 500);
      await note({}, { type: 'job.progress', message: text, ...(data !== undefined && { data }) });
    },
    heartbeat: alive,
    async use(more) {
      const { usage } = own();
      const sum = {
        inputTokens: usage.inputTokens + (more.inputTokens ?? 0),
        outputTokens: usage.outputTokens + (more.outputTokens ?? 0),
        costUsd: usage.costUsd + (more.costUsd ?? 0),
      };
      alive();
      const spent = admission.spend(job.principal, more);
      await ledger.move(id, { name: 'record', token, patch: { usage: sum }, ...spent });
      for (const field of ['inputTokens', 'outputTokens', 'costUsd'] as const)
        if (sum[field] > (kind.spend?.[field] ?? Infinity))
          throw jobsError('PW_JOBS_SPEND', `${field} of job ${id}: ${sum[field]}`);
    },
    async artifact(name, bytes, mediaType) {
      own();
      const ref = await content.put(bytes, mediaType);
      const others = own().artifacts.filter((one) => one.name !== name);
      await note({ artifacts: [...others, { ...ref, name }] });
      content.release(ref);
      return ref;
    },
    async ask({ id: questionId, text, data }) {
      const asked = own().questions.find((one) => one.id === questionId);
      if (asked?.answer !== undefined) return asked.answer;
      question = { id: questionId, text, ...(data !== undefined && { data }) };
      throw new Error(`waits for the answer to ${questionId}`);
    },
  };
  return {
    context,
    mayHaveChildren: () => children,
    question: () => question,
    step: () => steps.at(-1),
  };
}

const sameStep = (a: StepRecord, b: StepRecord) => a.name === b.name && a.inputHash === b.inputHash;
