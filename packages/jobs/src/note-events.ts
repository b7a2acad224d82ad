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
  { first, at, epoch, journalLimit, outbox }: NoteOptions,
): { next: JobRecord; events: JobEvent[] } {
  if (drafts.length === 0) return { next: { ...record, updatedAt: at }, events: [] };
  const { id, kind, principal, attempt, state } = record;
  const entries = drafts.map((draft, index): JournalEntry => ({
    seq: first + index,
    at,
    ...draft,
    state,
    attempt,
    epoch,
  }));
  const events = entries.map((entry): JobEvent => ({ ...entry, jobId: id, kind, principal }));
  const journal = [...record.journal, ...entries];
  const next = {
    ...record,
    updatedAt: at,
    journal: journal.length > journalLimit ? journal.slice(-journalLimit) : journal,
  };
  const owed = events.flatMap((event) => outbox(event, record));
  return { next: owed.length > 0 ? withOutbox(next, [...record.outbox, ...owed]) : next, events };
}

/** The record with another outbox, and with `outboxDueAt` in line with it. */
export function withOutbox(record: JobRecord, outbox: readonly OutboxEntry[]): JobRecord {
  const due = outbox.filter(({ status }) => status === 'due').map(({ dueAt }) => dueAt);
  const { outboxDueAt: _, ...rest } = record;
  return due.length > 0 ? { ...rest, outbox, outboxDueAt: Math.min(...due) } : { ...rest, outbox };
}
