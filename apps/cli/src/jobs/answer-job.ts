import { openJobQuestion } from '@plugwright/engine/jobs';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { shortId } from './find-job.js';
import { jobNamed, ordered } from './order-job.js';

/** `plugwright jobs answer <job> <words>`: what the job waits for; no words take the likely answer. */
export async function answerJob(
  context: Context,
  [name = '', ...words]: string[],
): Promise<number> {
  const job = await jobNamed(context, name);
  const question = openJobQuestion(job);
  if (question === undefined)
    throw new PlugwrightError({
      code: 'PW_JOBS_TRANSITION',
      message: `Job ${shortId(job.id)} waits for no answer; it is ${job.state}.`,
      hint: 'plugwright jobs show says what it waits for.',
    });
  await ordered(context, {
    do: 'answer',
    id: job.id,
    question: question.id,
    answer: words.join(' '),
  });
  return exitCode.done;
}
