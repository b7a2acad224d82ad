import type { Clock } from './clock.js';
import type { JobEvent } from './job-event.js';
import type { JobEventType, JobRecord, OutboxEntry } from './job-record.js';
import { isTerminal, type TransitionName } from './job-state.js';
import type { JobStore, StateEntry, SumEntry } from './job-store.js';
import { jobsError } from './jobs-error.js';
import type { JsonValue } from './json-value.js';
import { guardMove, movedRecord } from './moved-record.js';
import { noteInto, withOutbox } from './note-events.js';
import { shaped } from './record-shape.js';
import { createWriter, type Writer } from './writer.js';

/** An event before it has a place in the log. */
export interface EventDraft {
  type: JobEventType;
  step?: string;
  code?: string;
  message?: string;
  data?: JsonValue;
}

/** The fencing token of an attempt. */
export interface Token {
  epoch: number;
  attempt: number;
}

/** One transition. */
export interface Move {
  name: TransitionName;
  /** Fields that change besides the state. */
  patch?: Partial<JobRecord>;
  /** Fields that go away. */
  clear?: readonly (keyof JobRecord)[];
  events?: readonly EventDraft[];
  /** Given by an attempt: it must still hold the lease. */
  token?: Token;
  state?: readonly StateEntry[];
  /** Only where the store is shared. */
  sums?: readonly SumEntry[];
}

/** All jobs that have not ended, and the only way to change any. */
export interface Ledger {
  readonly unfinished: ReadonlyMap<string, JobRecord>;
  readonly writer: Writer;
  /** The newest `seq` given out. */
  readonly seq: number;
  /**
   * Checks the guard against the newest record, at once; resolves when the new one is on disk.
   *
   * @throws (at once) `PW_JOBS_UNKNOWN`, `PW_JOBS_TRANSITION`, `PW_JOBS_FENCED`; (later) `PW_JOBS_STOPPED`.
   */
  move(id: string, move: Move): Promise<JobRecord>;
  /** Makes a record of a `create…` transition; same rules. */
  insert(record: JobRecord, move: Omit<Move, 'token' | 'patch' | 'clear'>): Promise<JobRecord>;
  /** Changes what is not part of the state: outbox and pin, in whatever state. */
  amend(id: string, change: (job: JobRecord) => Partial<JobRecord>): Promise<JobRecord>;
  /** Calls back after each write, with what is on disk now. */
  onCommit(listener: (events: readonly JobEvent[], records: readonly JobRecord[]) => void): void;
}

/** A ledger that alone writes into its store. */
export interface LocalLedger extends Ledger {
  /** Calls back before each write, with the newest revision of each record in it; moves made then go with it. */
  beforeWrite(listener: (records: readonly JobRecord[]) => void): void;
}

/** What a ledger needs. */
export interface LedgerOptions {
  store: JobStore;
  clock: Clock;
  epoch: number;
  seq: number;
  journalLimit: number;
  unfinished: readonly JobRecord[];
  outbox(event: JobEvent, job: JobRecord): readonly OutboxEntry[];
  probe(point: string): void;
  onFailure(error: Error): void;
}

/** See {@link LocalLedger}. */
export function createLedger(options: LedgerOptions): LocalLedger {
  const { store, clock, epoch, journalLimit, probe } = options;
  let { seq } = options;
  const unfinished = new Map(options.unfinished.map((job) => [job.id, shaped(job)]));
  /** Ended jobs with an amendment under way. */
  const amending = new Map<string, Promise<unknown>>();
  const listeners: Parameters<Ledger['onCommit']>[0][] = [];
  const writeListeners: Parameters<LocalLedger['beforeWrite']>[0][] = [];
  const writer = createWriter(store, {
    before(records) {
      for (const listener of writeListeners) listener(records);
    },
    committed(events, records) {
      for (const listener of listeners) listener(events, records);
    },
    failed: options.onFailure,
  });

  const write = async (record: JobRecord, events: JobEvent[], state: Move['state']) => {
    probe(`before:${record.transition}`);
    await writer.save({ record, events, ...(state && { state }) });
    probe(`after:${record.transition}`);
    return record;
  };

  /** Adds the events to a new record. */
  const note = (record: JobRecord, drafts: readonly EventDraft[]) => {
    const first = seq + 1;
    seq += drafts.length;
    const { outbox } = options;
    return noteInto(record, drafts, { first, at: clock.now(), epoch, journalLimit, outbox });
  };

  const keep = (record: JobRecord) => {
    if (isTerminal(record.state)) unfinished.delete(record.id);
    else unfinished.set(record.id, record);
  };

  return {
    unfinished,
    writer,
    get seq() {
      return seq;
    },
    onCommit: (listener) => void listeners.push(listener),
    beforeWrite: (listener) => void writeListeners.push(listener),
    async move(id, move) {
      if (writer.failure) throw writer.failure;
      const job = guardMove(unfinished.get(id), id, move);
      const next = movedRecord(job, move);
      const events = note(next, move.events ?? []);
      keep(next);
      return write(next, events, move.state);
    },
    async insert(record, { name, events: drafts = [], state }) {
      if (writer.failure) throw writer.failure;
      const next = shaped({ ...record, rev: 1, transition: name });
      const events = note(next, drafts);
      keep(next);
      return write(next, events, state);
    },
    async amend(id, change) {
      if (writer.failure) throw writer.failure;
      const apply = (job: JobRecord) => {
        const { outbox, ...rest } = change(job);
        const changed = { ...job, ...rest, rev: job.rev + 1, updatedAt: clock.now() };
        return withOutbox(changed, outbox ?? job.outbox);
      };
      // While it has not ended every change goes through memory, so a later one sees this one.
      const live = unfinished.get(id);
      if (live) {
        const next = apply(live);
        keep(next);
        return write(next, [], undefined);
      }
      const before = amending.get(id) ?? Promise.resolve();
      const mine = (async () => {
        await before.catch(() => {});
        // A barrier: everything before it is on disk when it resolves.
        await writer.save({});
        const job = await store.get(id);
        if (!job) throw jobsError('PW_JOBS_UNKNOWN', `no job ${id}`);
        return write(apply(job), [], undefined);
      })();
      amending.set(id, mine);
      try {
        return await mine;
      } finally {
        if (amending.get(id) === mine) amending.delete(id);
      }
    },
  };
}
