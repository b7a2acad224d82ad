import type { ContentRef, JobRecord } from './job-record.js';
import { isTerminal, TERMINAL_STATES, type TerminalState } from './job-state.js';
import type { RetentionPlan, RetentionPolicy } from './retention.js';

/** What the plan needs to know of a record. */
export interface RecordSummary {
  id: string;
  state: JobRecord['state'];
  /** Unix ms; of jobs that have ended. */
  endedAt: number;
  /** Of the record itself. */
  bytes: number;
  content: readonly ContentRef[];
  pinned: boolean;
  /** A delivery is still owed. */
  owed: boolean;
  dependsOn: readonly string[];
}

/** All files that a record refers to. */
export function contentOf(job: JobRecord): ContentRef[] {
  const values = [job.input, job.output, ...job.steps.map(({ output }) => output)];
  return [
    ...values.flatMap((value) => (value && 'content' in value ? [value.content] : [])),
    ...job.artifacts,
  ];
}

/** See {@link RecordSummary}. */
export function summaryOf(job: JobRecord): RecordSummary {
  return {
    id: job.id,
    state: job.state,
    pinned: job.pinned,
    dependsOn: job.dependsOn,
    endedAt: job.endedAt ?? job.updatedAt,
    bytes: Buffer.byteLength(JSON.stringify(job)),
    content: contentOf(job),
    owed: job.outbox.some(({ status }) => status === 'due'),
  };
}

/**
 * What retention would remove: a decision on data, nothing is touched. Records that are pinned, that owe a delivery, or that an
 * unfinished job depends on are kept and named. Files are swept when no record that stays refers to them.
 *
 * @param files all content files there are
 * @param now Unix ms
 */
export function planRetention(
  records: readonly RecordSummary[],
  files: readonly ContentRef[],
  policy: RetentionPolicy,
  now: number,
): RetentionPlan {
  const needed = new Set(
    records.filter(({ state }) => !isTerminal(state)).flatMap(({ dependsOn }) => dependsOn),
  );
  const remove: RetentionPlan['remove'][number][] = [];
  const kept: RetentionPlan['kept'][number][] = [];
  for (const state of TERMINAL_STATES)
    for (const { record, reason } of excess(records, state, policy, now)) {
      const why = record.pinned
        ? 'pinned'
        : needed.has(record.id)
          ? 'needed'
          : record.owed
            ? 'outbox'
            : undefined;
      if (why) kept.push({ id: record.id, why });
      else remove.push({ id: record.id, state, reason, bytes: weight(record) });
    }
  const gone = new Set(remove.map(({ id }) => id));
  const marked = new Set(
    records
      .filter(({ id }) => !gone.has(id))
      .flatMap(({ content }) => content.map((ref) => ref.sha256)),
  );
  const sweep = files.filter((file) => !marked.has(file.sha256));
  const freedBytes =
    records.filter(({ id }) => gone.has(id)).reduce((sum, { bytes }) => sum + bytes, 0) +
    sweep.reduce((sum, { bytes }) => sum + bytes, 0);
  return { remove, sweep, kept, freedBytes };
}

const weight = ({ bytes, content }: RecordSummary) =>
  content.reduce((sum, ref) => sum + ref.bytes, bytes);

/** The records of a state beyond its rule, oldest first; each with the first limit it breaks. */
function excess(
  records: readonly RecordSummary[],
  state: TerminalState,
  policy: RetentionPolicy,
  now: number,
) {
  const { maxAgeMs = Infinity, maxCount = Infinity, maxBytes = Infinity } = policy[state] ?? {};
  const newest = records
    .filter((record) => record.state === state)
    .sort((a, b) => b.endedAt - a.endedAt || (a.id < b.id ? 1 : -1));
  let count = 0;
  let bytes = 0;
  return newest
    .flatMap((record) => {
      count++;
      bytes += weight(record);
      const reason =
        now - record.endedAt > maxAgeMs
          ? ('age' as const)
          : count > maxCount
            ? ('count' as const)
            : bytes > maxBytes
              ? ('bytes' as const)
              : undefined;
      return reason ? [{ record, reason }] : [];
    })
    .toReversed();
}
