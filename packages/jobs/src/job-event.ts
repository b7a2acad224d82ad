import type { JournalEntry } from './job-record.js';

/** An entry of the event log: what happened to which job. Emitted only after it is on disk. */
export interface JobEvent extends JournalEntry {
  jobId: string;
  kind: string;
  principal: string;
}
