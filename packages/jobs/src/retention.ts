import type { ContentRef } from './job-record.js';
import type { TerminalState } from './job-state.js';

/** What is kept of the jobs in one final state. All given limits hold; the oldest go first. */
export interface RetentionRule {
  maxAgeMs?: number;
  maxCount?: number;
  /** Of the records and their content files. */
  maxBytes?: number;
}

/** Limits per final state; absent: kept for ever. */
export type RetentionPolicy = Partial<Record<TerminalState, RetentionRule>>;

/** What pruning would do, or did. */
export interface RetentionPlan {
  remove: readonly {
    id: string;
    state: TerminalState;
    reason: 'age' | 'count' | 'bytes';
    bytes: number;
  }[];
  /** Content files that nothing will refer to. */
  sweep: readonly ContentRef[];
  /** Records that a rule named, and that are kept because they are pinned or others depend on them. */
  kept: readonly { id: string; why: 'pinned' | 'needed' | 'outbox' }[];
  freedBytes: number;
}
