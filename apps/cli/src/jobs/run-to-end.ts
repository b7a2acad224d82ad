import {
  isTerminal,
  type JobQuestion,
  type JobRecord,
  type Jobs,
  openJobQuestion,
} from '@plugwright/engine/jobs';
import type { Diagnostic } from '@plugwright/errors';
import type { TextQuestion } from '@plugwright/engine';
import { asker } from '../ask-questions.js';
import { ask } from '../ask.js';
import type { Context } from '../context.js';
import { printDiff } from '../print-plan.js';
import { shownPath } from '../shown-path.js';
import { canAsk } from '../terminal.js';
import { watchJob } from './watch-job.js';

/** How a job that ran before somebody's eyes stands. */
export interface RunEnd {
  job: JobRecord;
  /** A person has seen the diff of what is in the way. */
  isShown: boolean;
}

/**
 * Starts the jobs, and runs this one until it ends, with its questions asked on the terminal; when nobody answers it stays as it is,
 * waiting. Ctrl-C throws, and whoever closes the jobs hands it back.
 */
export async function runToEnd(context: Context, jobs: Jobs, id: string): Promise<RunEnd> {
  // What others have waiting stays so: nothing else is begun while this one runs.
  const stopListening = jobs.on((event) => {
    if (event.jobId !== id) return;
    if (event.state === 'running') jobs.pause();
    else jobs.resume();
  });
  let isShown = false;
  let after = 0;
  try {
    jobs.start();
    for (;;) {
      const tell = () => {};
      // oxlint-disable-next-line no-await-in-loop
      const { job, seq } = await watchJob(context, jobs, id, { after, untilAsking: true, tell });
      after = seq;
      if (isTerminal(job.state)) return { job, isShown };
      const question = openJobQuestion(job);
      if (question === undefined) continue;
      if (!canAsk(context)) return { job, isShown };
      if (question.id === 'overwrite') isShown = true;
      // oxlint-disable-next-line no-await-in-loop
      const answer = await answerTo(context, question);
      if (answer === undefined) return { job, isShown };
      // oxlint-disable-next-line no-await-in-loop
      await jobs.answer(id, question.id, answer);
    }
  } finally {
    stopListening();
  }
}

async function answerTo(context: Context, { id, data }: JobQuestion): Promise<string | undefined> {
  if (id === 'overwrite') {
    const { directory, diff } = data as { directory: string; diff: string };
    printDiff(context, diff);
    const where = shownPath(context.io.cwd, directory);
    return (await ask(context, `Write this into ${where}?`)) ? 'yes' : 'no';
  }
  const { problem, ...question } = data as unknown as TextQuestion & { problem?: Diagnostic };
  // One for each question: while a terminal is open for questions, Ctrl-C is a key and no signal.
  const questions = asker(context);
  try {
    return await questions.ask?.(question, problem);
  } finally {
    questions.close();
  }
}
