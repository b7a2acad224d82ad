import type { Clock } from '../clock.js';
import { systemClock } from '../clock.js';
import type { Callback, DeliveryAttempt, JobRecord, OutboxEntry } from '../job-record.js';
import type { Jobs } from '../jobs.js';
import { attemptDelivery, type DeliveryOptions } from './attempt-delivery.js';
import { nextDelay } from './delivery-schedule.js';
import { type EndpointLane, endpointLane } from './endpoint-lane.js';
import type { AnswerVerdict } from './judge-answer.js';
import { afterTry, type DeliveryEnd, headOf, postponed } from './outbox-changes.js';

/** Jobs read at once, beyond those that wait for their endpoint. */
const PAGE = 200;
/** Jobs that wait for one endpoint in memory. The rest stay due; that many more are read, so that they hide no others. */
const LANE_DEPTH = 100;
const MOST_READ = 10_000;

/** What came of one try, for logs and metrics. */
export interface DeliveryReport {
  job: JobRecord;
  entry: OutboxEntry;
  url: string;
  attempt: DeliveryAttempt;
  outcome: DeliveryEnd['end'];
}

/** How webhooks are delivered. */
export interface WebhookOptions extends DeliveryOptions {
  /** Deliveries at once, in all; default 16. */
  concurrency?: number;
  /** Deliveries at once to one endpoint; default 2. */
  perEndpoint?: number;
  /** Waits in ms between tries; default {@link DELIVERY_SCHEDULE}. */
  schedule?: readonly number[];
  /** How often the outbox is looked at besides after every event; default 1,000 ms. */
  pollMs?: number;
  clock?: Clock;
  /** 0 to 1; for jitter. */
  random?(): number;
  /** Told of every try, after its result is on disk. `dead` and `gone` are worth an alert. */
  onDelivery?(report: DeliveryReport): void;
  /** Told when the outbox cannot be read or written; deliveries go on at the next look. */
  onError?(error: unknown): void;
}

/** Running deliveries. */
export interface Webhooks {
  /** Looks at the outbox now. Resolves when nothing is in flight and nothing can be started. */
  settled(): Promise<void>;
  /** Starts nothing more; waits up to `timeoutMs` (default 5,000) for what is in flight, then ends it. Nothing is lost. */
  stop(options?: { timeoutMs?: number }): Promise<void>;
}

interface Waiting {
  jobId: string;
  endpoint: string;
}
interface Lane extends EndpointLane {
  waiting: Waiting[];
}

/**
 * Delivers the outbox until stopped: at least once, per job and endpoint in the order of events, several endpoints and
 * jobs at once. The result of every try is on disk before the next one of that job.
 */
export function deliverWebhooks(
  jobs: Pick<Jobs, 'get' | 'on' | 'outboxDue' | 'updateOutbox'>,
  options: WebhookOptions,
): Webhooks {
  const { clock = systemClock, random = Math.random, concurrency = 16 } = options;
  const lanes = new Map<string, Lane>();
  const claimed = new Set<string>();
  const flights = new Set<Promise<void>>();
  const ended = new AbortController();
  const want = { stop: false, look: false };
  let looking: Promise<void> | undefined;
  /** Jobs of the last look that found their lane full. */
  let crowd = 0;

  const keyOf = ({ jobId, endpoint }: Waiting) => `${jobId} ${endpoint}`;
  const laneOf = (job: JobRecord, { url }: Callback): Lane => {
    const key = `${job.principal}\n${url}`;
    const lane =
      lanes.get(key) ??
      Object.assign(endpointLane(options.perEndpoint ?? 2, random), { waiting: [] });
    lanes.set(key, lane);
    return lane;
  };
  const guarded = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      (error: unknown) => {
        if (!ended.signal.aborted) options.onError?.(error);
      },
    );

  /** Puts what is due into the lanes; what may not start for a while is postponed on disk, at no cost of a try. */
  async function look(): Promise<void> {
    const waiting = [...lanes.values()].reduce((sum, lane) => sum + lane.waiting.length, 0);
    const now = clock.now();
    const due = await jobs.outboxDue(Math.min(MOST_READ, PAGE + waiting + claimed.size + crowd));
    crowd = 0;
    await Promise.all(due.map((job) => admit(job, now)));
  }

  async function admit(job: JobRecord, now: number): Promise<void> {
    for (const endpoint of new Set(job.outbox.map((entry) => entry.endpoint))) {
      const head = headOf(job.outbox, endpoint);
      const waiting = { jobId: job.id, endpoint };
      if (head === undefined || claimed.has(keyOf(waiting))) continue;
      const callback = job.callbacks.find((one) => one.endpoint === endpoint);
      const lane = callback && laneOf(job, callback);
      const pause = lane?.pause(clock.monotonic()) ?? 0;
      // Later entries were written while the first waits for its next try.
      const until = head.dueAt > now ? head.dueAt : now + pause;
      if (until > now) {
        if (
          job.outbox.some(
            (entry) => entry.endpoint === endpoint && entry.status === 'due' && entry.dueAt <= now,
          )
        )
          await jobs.updateOutbox(job.id, (outbox) => postponed(outbox, endpoint, until));
      } else if (lane === undefined) {
        await jobs.updateOutbox(job.id, (outbox) => withoutCallback(outbox, head, now));
      } else if (lane.waiting.length >= LANE_DEPTH) {
        crowd++;
      } else {
        claimed.add(keyOf(waiting));
        lane.waiting.push(waiting);
      }
    }
  }

  function pump(): void {
    if (want.stop) return;
    for (const [key, lane] of lanes) {
      while (
        lane.waiting.length > 0 &&
        flights.size < concurrency &&
        lane.free(clock.monotonic())
      ) {
        const next = lane.waiting.shift()!;
        lane.busy++;
        const flight = guarded(deliver(next, lane)).finally(() => {
          lane.busy--;
          flights.delete(flight);
          claimed.delete(keyOf(next));
          pump();
          if (lane.waiting.length === 0) kick();
        });
        flights.add(flight);
      }
      // Paused since they came here: the next look postpones them.
      if (lane.pause(clock.monotonic()) > 0)
        for (const waiting of lane.waiting.splice(0)) claimed.delete(keyOf(waiting));
      if (lane.waiting.length === 0 && lane.idle()) lanes.delete(key);
    }
  }

  async function deliver({ jobId, endpoint }: Waiting, lane: Lane): Promise<void> {
    const job = await jobs.get(jobId);
    const entry = job && headOf(job.outbox, endpoint);
    const callback = job?.callbacks.find((one) => one.endpoint === endpoint);
    if (job === undefined || entry === undefined || callback === undefined) return;
    if (entry.dueAt > clock.now()) return;
    const { attempt, verdict } = await attemptDelivery(
      job,
      entry,
      callback,
      options,
      clock,
      ended.signal,
    );
    if (verdict.verdict === 'retry')
      lane.failed(clock.monotonic(), verdict.busy ? verdict.retryAfterMs : 0);
    else lane.delivered();
    const result = endOf(entry, verdict);
    const written = await jobs.updateOutbox(jobId, (outbox) =>
      afterTry(outbox, entry, attempt, result),
    );
    options.onDelivery?.({ job: written, entry, url: callback.url, attempt, outcome: result.end });
  }

  function endOf(entry: OutboxEntry, verdict: AnswerVerdict): DeliveryEnd {
    if (verdict.verdict !== 'retry') return { end: verdict.verdict };
    const delay = nextDelay(entry.tries + 1, random, options.schedule);
    if (delay === undefined) return { end: 'dead' };
    return { end: 'again', until: clock.now() + Math.max(delay, verdict.retryAfterMs ?? 0) };
  }

  function kick(): void {
    if (want.stop) return;
    want.look = true;
    looking ??= (async () => {
      while (want.look && !want.stop) {
        want.look = false;
        await guarded(look());
        pump();
      }
    })().finally(() => {
      looking = undefined;
    });
  }

  /** A flight may end in a look, and a look in a flight. */
  const underWay = () => [...flights, ...(looking ? [looking] : [])];
  const quiet = async () => {
    for (let all = underWay(); all.length > 0; all = underWay()) await Promise.all(all);
  };

  let cancelTimer: () => void = () => undefined;
  const poll = () => {
    kick();
    cancelTimer = clock.after(options.pollMs ?? 1000, poll);
  };
  const unlisten = jobs.on(kick);
  poll();

  return {
    async settled() {
      kick();
      await quiet();
    },
    async stop({ timeoutMs = 5000 } = {}) {
      want.stop = true;
      cancelTimer();
      unlisten();
      // By the host's clock: a person or a supervisor waits.
      const timer = setTimeout(() => ended.abort(new Error('stopped')), timeoutMs);
      await quiet();
      clearTimeout(timer);
      ended.abort(new Error('stopped'));
    },
  };
}

/** An entry whose callback is not in the record can go nowhere. */
const withoutCallback = (
  outbox: readonly OutboxEntry[],
  entry: OutboxEntry,
  at: number,
): readonly OutboxEntry[] =>
  afterTry(outbox, entry, { at, ms: 0, error: 'PW_WEBHOOK_CALLBACK' }, { end: 'dead' });
