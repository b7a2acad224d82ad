import { systemClock } from '../clock.js';
import type { JobRecord, OutboxEntry } from '../job-record.js';
import type { Jobs } from '../jobs.js';
import { replayed } from './outbox-changes.js';

/** Which deliveries of a job. */
export interface DeliveryChoice {
  endpoint?: string;
  seq?: number;
  /** Also those that were delivered; default only those that were given up. */
  delivered?: boolean;
}

/**
 * Owes deliveries again that were given up, with the same ids and a new schedule. Events that were delivered meanwhile
 * have a higher `seq` than what is replayed.
 *
 * @returns How many.
 */
export async function replayWebhooks(
  jobs: Pick<Jobs, 'updateOutbox'>,
  jobId: string,
  { endpoint, seq, delivered = false }: DeliveryChoice = {},
  now: number = systemClock.now(),
): Promise<number> {
  let count = 0;
  const wanted = (entry: OutboxEntry) =>
    (endpoint === undefined || entry.endpoint === endpoint) &&
    (seq === undefined || entry.seq === seq) &&
    (delivered || entry.status === 'dead');
  await jobs.updateOutbox(jobId, (outbox) => {
    count = outbox.filter((entry) => entry.status !== 'due' && wanted(entry)).length;
    return replayed(outbox, wanted, now);
  });
  return count;
}

/** The deliveries of a job that were given up. */
export const deadDeliveries = ({ outbox }: Pick<JobRecord, 'outbox'>): readonly OutboxEntry[] =>
  outbox.filter(({ status }) => status === 'dead');
