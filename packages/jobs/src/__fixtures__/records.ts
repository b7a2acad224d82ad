import type { JobRecord, JournalEntry } from '../job-record.js';

/** A record with sensible contents. */
export function record(id: string, fields: Partial<JobRecord> = {}): JobRecord {
  return {
    schemaVersion: 1,
    id,
    rev: 1,
    kind: 'test',
    principal: 'local',
    priority: 0,
    state: 'queued',
    title: 'a test',
    input: { inline: null },
    createdAt: 1000,
    updatedAt: 1000,
    dependsOn: [],
    attempt: 0,
    spared: 0,
    maxAttempts: 3,
    lease: null,
    steps: [],
    questions: [],
    usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
    journal: [],
    callbacks: [],
    outbox: [],
    artifacts: [],
    pinned: false,
    transition: 'create',
    ...fields,
  };
}

export const entry = (seq: number, fields: Partial<JournalEntry> = {}): JournalEntry => ({
  seq,
  at: 1000,
  type: 'job.created',
  state: 'queued',
  attempt: 0,
  epoch: 1,
  ...fields,
});

/** Ids in ascending order. */
export const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
