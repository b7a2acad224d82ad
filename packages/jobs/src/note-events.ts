import type { JobEvent } from './job-event.js';
import type { JobRecord, JournalEntry, OutboxEntry } from './job-record.js';
import type { EventDraft } from './ledger.js';

/** How the events of one write are numbered and kept. */
export interface NoteOptions {
  /** `seq` of the first one. */
  first: number;
  /** Unix ms. */
  at: number;
  epoch: number;
  journalLimit: number;
  outbox(event: JobEvent, job: JobRecord): readonly OutboxEntry[];
}

/** Numbers the events, adds them to journal and outbox, and gives the record that is to be written. */
export function noteEvents(
  record: JobRecord,
  drafts: readonly EventDraft[],
  options: NoteOptions,
): { next: JobRecord; events: JobEvent[] } {
  const next = { ...record };
  return { next, events: noteInto(next, drafts, options) };
}

/** The same for a record that nobody has seen yet: it is changed in place. */
export function noteInto(
  record: JobRecord,
  drafts: readonly EventDraft[],
  { first, at, epoch, journalLimit, outbox }: NoteOptions,
): JobEvent[] {
  record.updatedAt = at;
  if (drafts.length === 0) return [];
  const { id, kind, principal, state, attempt } = record;
  const entries: JournalEntry[] = [];
  const events: JobEvent[] = [];
  drafts.forEach(({ type, ...details }, index) => {
    const seq = first + index;
    const entry = { seq, at, type, state, attempt, epoch };
    // Written out once more: a copy that fields are added to is slow to make.
    const event = { seq, at, type, state, attempt, epoch, jobId: id, kind, principal };
    entries.push(Object.assign(entry, details));
    events.push(Object.assign(event, details));
  });
  const journal = [...record.journal, ...entries];
  record.journal = journal.length > journalLimit ? journal.slice(-journalLimit) : journal;
  const owed = events.flatMap((event) => outbox(event, record));
  if (owed.length > 0) {
    record.outbox = [...record.outbox, ...owed];
    record.outboxDueAt = earliestDue(record.outbox);
  }
  return events;
}

/** The record with another outbox, and with `outboxDueAt` in line with it. */
export function withOutbox(record: JobRecord, outbox: readonly OutboxEntry[]): JobRecord {
  return { ...record, outbox, outboxDueAt: earliestDue(outbox) };
}

function earliestDue(outbox: readonly OutboxEntry[]): number | undefined {
  const due = outbox.filter(({ status }) => status === 'due').map(({ dueAt }) => dueAt);
  return due.length > 0 ? Math.min(...due) : undefined;
}
