import {
  type JobEvent,
  type JobRecord,
  type Jobs,
  openJobQuestion,
  readResult,
} from '@plugwright/engine/jobs';
import { questionText, shortId, verdictText } from './job-text.js';

/**
 * What the room hears of an event: questions, the middle of the way, restarts, the verdict. `undefined`: nothing, a chat
 * is no log.
 */
export async function postOf(
  jobs: Pick<Jobs, 'value'>,
  job: JobRecord,
  event: JobEvent,
): Promise<string | undefined> {
  switch (event.type) {
    case 'job.asking': {
      // Answered in the meantime: then it need not be asked again.
      const question = openJobQuestion(job);
      return question === undefined ? undefined : questionText(job, question);
    }
    case 'job.progress': {
      const { step, state, detail } = (event.data ?? {}) as Record<string, unknown>;
      if (step !== 'write' || state !== 'done') return undefined;
      return `Plugin job ${shortId(job.id)}: wrote ${String(detail)}. Now I check it.`;
    }
    case 'job.recovered':
      return `I was interrupted; I go on with plugin job ${shortId(job.id)} where it stopped.`;
    case 'job.retrying':
      return `Plugin job ${shortId(job.id)}: ${event.message ?? 'a try failed'}. I try again.`;
    case 'job.completed':
    case 'job.failed':
    case 'job.cancelled':
      return verdictText(job, await readResult(jobs, job).catch(() => undefined));
    default:
      return undefined;
  }
}
