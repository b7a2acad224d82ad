import { isTerminal } from '@plugwright/engine/jobs';
import { shortId } from '../job-text.js';
import type { OrderedJob } from '../plugin-creation-service.js';
import type { Guarded } from './guarded.js';

/**
 * The jobs that somebody may see and stop: those of the room the message is in, and for an owner all of this agent. Newest
 * first.
 */
export const visibleJobs = ({ service, message, isOwner }: Guarded): Promise<OrderedJob[]> =>
  service.list(isOwner ? undefined : message.roomId);

/** The job that a text names by its id or the end of it, or the one that is meant when it names none. */
export function findJob(
  jobs: readonly OrderedJob[],
  text: string,
  roomId: string,
): OrderedJob | undefined {
  const words = text.toLowerCase().match(/[0-9a-f][0-9a-f-]{7,35}/g) ?? [];
  const named = jobs.find(({ job }) =>
    words.some((word) => word === job.id || word === shortId(job.id)),
  );
  if (named !== undefined || words.length > 0) return named;
  const here = jobs.filter(({ order }) => order.roomId === roomId);
  return here.find(({ job }) => !isTerminal(job.state)) ?? here[0];
}
