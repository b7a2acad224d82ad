import type { Clock } from '../clock.js';
import type { JobEvent } from '../job-event.js';
import type { JobRecord, OutboxEntry } from '../job-record.js';
import { isTerminal } from '../job-state.js';
import { jobsError } from '../jobs-error.js';
import type { Ledger, Move } from '../ledger.js';
import { guardMove, movedRecord } from '../moved-record.js';
import { noteEvents, withOutbox } from '../note-events.js';
import { endedSums } from './history-sums.js';
import type { Numbered, SharedStore } from './shared-store.js';

/** A ledger whose store has other writers. `unfinished` holds only the jobs that run in this process. */
export interface SharedLedger extends Ledger {
  /** Claims only while its principal runs less than that. `undefined`: it runs too much already, nothing was written. */
  claim(id: string, move: Move, mostRunning: number): Promise<JobRecord | undefined>;
  /** Takes over what another process wrote of a job that runs here. */
  observe(id: string): Promise<void>;
  /** Drops a job that runs here no more. */
  forget(id: string): void;
  /** Tells the listeners. */
  tell(events: readonly JobEvent[]): void;
}

/** What a shared ledger needs. */
export interface SharedLedgerOptions {
  store: SharedStore;
  clock: Clock;
  epoch: number;
  journalLimit: number;
  outbox(event: JobEvent, job: JobRecord): readonly OutboxEntry[];
  probe(point: string): void;
  /** A job that runs here may run elsewhere by now. */
  onLost(id: string): void;
  /** A job is queued now. */
  onQueued(job: JobRecord): void;
}

/** Refused for now: the principal runs as much as it may. */
const BUSY = Symbol('busy');

/**
 * See {@link SharedLedger}. Moves of one job are written one after the other. A job that runs here is changed in memory at
 * once, as if the write had been done, and only its own attempt writes what belongs to the attempt; so when another
 * process was faster (a cancel request, a delivery), the same move is made again on what it wrote.
 */
export function sharedLedger(options: SharedLedgerOptions): SharedLedger {
  const { store, clock, epoch, journalLimit, outbox, probe } = options;
  /** As they will be when everything under way is written. */
  const unfinished = new Map<string, JobRecord>();
  /** As they are in the store. */
  const stored = new Map<string, JobRecord>();
  const turns = new Map<string, { last: Promise<unknown>; count: number }>();
  const listeners: Parameters<Ledger['onCommit']>[0][] = [];
  /** Whether the same attempt holds the lease. */
  const isStill = (now: JobRecord | undefined, held: JobRecord) =>
    isMine(now) && now!.lease!.attempt === held.lease?.attempt;
  const isMine = (job: JobRecord | undefined) => job?.lease?.epoch === epoch;

  const inTurn = <T>(id: string, work: () => Promise<T>): Promise<T> => {
    const turn = turns.get(id) ?? { last: Promise.resolve(), count: 0 };
    const mine = turn.last.then(work, work);
    turn.last = mine.catch(() => {});
    turn.count++;
    turns.set(id, turn);
    const done = () => {
      if (--turn.count === 0) turns.delete(id);
    };
    mine.then(done, done);
    return mine;
  };

  /** What is in memory after a write, or after somebody else's. */
  const settle = (record: JobRecord) => {
    const { id } = record;
    const alone = (turns.get(id)?.count ?? 0) <= 1;
    if (isMine(record)) {
      stored.set(id, record);
      if (alone || !unfinished.has(id)) unfinished.set(id, record);
      else if (record.state === 'cancelling')
        unfinished.set(id, { ...unfinished.get(id)!, state: 'cancelling', ...cancelOf(record) });
      return;
    }
    stored.delete(id);
    unfinished.delete(id);
  };

  const written = async (
    id: string,
    build: (job: JobRecord) => (firstSeq: number) => Numbered,
    { state, sums = [], mostRunning, name }: Partial<Move> & { mostRunning?: number },
    check: (job: JobRecord | undefined) => JobRecord,
  ): Promise<JobRecord | typeof BUSY> => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      const job = check(stored.get(id) ?? (await store.get(id)));
      if (name) probe(`before:${name}`);
      const building = build(job);
      const { record } = building(1);
      const ends = isTerminal(record.state) && !isTerminal(job.state);
      // oxlint-disable-next-line no-await-in-loop
      const result = await store.commit({
        build: building,
        ...(state && { state }),
        sums: ends ? [...sums, ...endedSums(record)] : sums,
        ...(mostRunning !== undefined && { mostRunning }),
      });
      if (result.end === 'busy') return BUSY;
      if (result.end === 'written') {
        if (name) probe(`after:${name}`);
        settle(result.record);
        if (result.record.state === 'queued' && name && name !== 'prioritise')
          options.onQueued(result.record);
        return result.record;
      }
      // Somebody was faster: look, and judge again.
      // oxlint-disable-next-line no-await-in-loop
      const now = await store.get(id);
      const held = stored.get(id);
      if (held && !isStill(now, held)) options.onLost(id);
      if (now && held) settle(now);
      else stored.delete(id);
    }
  };
  const noted = (record: JobRecord, drafts: NonNullable<Move['events']>) => {
    const at = clock.now();
    return (first: number): Numbered => {
      const { next, events } = noteEvents(record, drafts, {
        first,
        at,
        epoch,
        journalLimit,
        outbox,
      });
      return { record: next, events };
    };
  };
  const move = async (id: string, wanted: Move, mostRunning?: number) => {
    const own = unfinished.get(id);
    if (own) {
      const next = movedRecord(guardMove(own, id, wanted), wanted);
      if (isTerminal(next.state) || !isMine(next)) unfinished.delete(id);
      else unfinished.set(id, next);
    }
    return inTurn(id, () =>
      written(
        id,
        (job) => noted(movedRecord(job, wanted), wanted.events ?? []),
        { ...wanted, ...(mostRunning !== undefined && { mostRunning }) },
        (job) => {
          if (job && isTerminal(job.state) && !wanted.token)
            throw jobsError('PW_JOBS_TRANSITION', `job ${id} is ${job.state}`);
          return guardMove(job, id, wanted);
        },
      ),
    );
  };

  return {
    unfinished,
    seq: 0,
    writer: {
      save: () => Promise.resolve(),
      async settled() {
        while (turns.size > 0) await Promise.all([...turns.values()].map(({ last }) => last));
      },
      failure: undefined,
    },
    onCommit: (listener) => void listeners.push(listener),
    tell(events) {
      for (const listener of listeners) listener(events, []);
    },
    move: async (id, wanted) => (await move(id, wanted)) as JobRecord,
    async claim(id, wanted, mostRunning) {
      const record = await move(id, wanted, mostRunning);
      return record === BUSY ? undefined : record;
    },
    async insert(record, { name, events = [], state }) {
      probe(`before:${name}`);
      const build = noted({ ...record, rev: 1, transition: name }, events);
      const result = await store.commit({ build, ...(state && { state }) });
      if (result.end !== 'written') {
        // Ids are given out once: one that is there was written by this call, whose first answer got lost, and has moved on since.
        const own = await store.get(record.id);
        if (own) return own;
        throw jobsError('PW_JOBS_CONFLICT', `there is a job with the key of ${record.id}`);
      }
      probe(`after:${name}`);
      if (result.record.state === 'queued') options.onQueued(result.record);
      return result.record;
    },
    async amend(id, change) {
      const build = (job: JobRecord) => {
        const { outbox: next, ...rest } = change(job);
        const changed = { ...job, ...rest, rev: job.rev + 1, updatedAt: clock.now() };
        const record = withOutbox(changed, next ?? job.outbox);
        return () => ({ record, events: [] });
      };
      const check = (job: JobRecord | undefined) => {
        if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no job ${id}`);
        return job;
      };
      return (await inTurn(id, () => written(id, build, {}, check))) as JobRecord;
    },
    observe: (id) =>
      inTurn(id, async () => {
        const now = await store.get(id);
        const held = stored.get(id);
        if (!held) return;
        if (now && isStill(now, held)) {
          if (now.rev > held.rev) settle(now);
          return;
        }
        stored.delete(id);
        unfinished.delete(id);
        options.onLost(id);
      }),
    forget(id) {
      stored.delete(id);
      unfinished.delete(id);
    },
  };
}

const cancelOf = ({ cancel }: JobRecord) => (cancel ? { cancel } : {});
