import type { JobQuestion, JobRecord, Jobs } from '@plugwright/jobs';
import { type PluginJobResult, RESULT_FILE } from './plugin-job.js';

/** All that is known of a plugin job that has ended; `undefined` when it ended before there was anything. */
export async function readResult(
  jobs: Pick<Jobs, 'value'>,
  job: Pick<JobRecord, 'artifacts'>,
): Promise<PluginJobResult | undefined> {
  const file = job.artifacts.find(({ name }) => name === RESULT_FILE);
  if (file === undefined) return undefined;
  const { name: _, ...content } = file;
  return (await jobs.value({ content })) as unknown as PluginJobResult;
}

/** What the job waits for; `undefined` when nothing is asked. */
export const openJobQuestion = (
  job: Pick<JobRecord, 'state' | 'questions'>,
): JobQuestion | undefined =>
  job.state === 'asking' ? job.questions.find((one) => one.answer === undefined) : undefined;
