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
  const entries = drafts.map((draft, index): JournalEntry => {
    const entry: JournalEntry = { seq: first + index, at, type: draft.type, state, attempt, epoch };
    if (draft.step !== undefined) entry.step = draft.step;
    if (draft.code !== undefined) entry.code = draft.code;
    if (draft.message !== undefined) entry.message = draft.message;
    if (draft.data !== undefined) entry.data = draft.data;
    return entry;
  });
  const journal = [...record.journal, ...entries];
  record.journal = journal.length > journalLimit ? journal.slice(-journalLimit) : journal;
  const events = entries.map((entry): JobEvent => ({ ...entry, jobId: id, kind, principal }));
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
