import type { CreateResult } from '@plugwright/engine';
import {
  type JobRecord,
  type Jobs,
  PLUGIN_CREATE,
  type PluginJobResult,
  readResult,
} from '@plugwright/engine/jobs';
import type { Context } from '../context.js';
import { exitOf } from '../error-table.js';
import { exitCode } from '../exit-code.js';

/** What `create` would have given, from what a job of it left behind. */
export function createResultOf(result: PluginJobResult): CreateResult {
  const { files, written, unchanged, ...others } = result;
  const plan = files && { files: files.map((file) => ({ ...file, text: '' })), stale: [] };
  const applied = written && { written, unchanged: unchanged ?? [] };
  return { ...others, ...(plan && { plan }), ...(applied && { applied }) };
}

/** The result of a plugin job that has ended, if it left one. */
export const resultOf = async (jobs: Jobs, job: JobRecord): Promise<CreateResult | undefined> => {
  if (job.kind !== PLUGIN_CREATE) return undefined;
  const found = await readResult(jobs, job);
  return found && createResultOf(found);
};

/** The exit status that belongs to the end of a job. */
export function exitOfJob({ state, error }: JobRecord): number {
  if (state === 'cancelled') return exitCode.cancelled;
  if (state === 'failed') return error === undefined ? exitCode.fault : exitOf(error.code);
  return exitCode.done;
}

/** Prints the end of a job as `create` prints its own. */
export async function printJobEnd(context: Context, jobs: Jobs, job: JobRecord): Promise<void> {
  const result = await resultOf(jobs, job);
  if (result !== undefined && result.outcome !== 'unreadable' && result.outcome !== 'refused') {
    const { printOutcome } = await import('../print-outcome.js');
    printOutcome(context, result);
    return;
  }
  if (job.error === undefined) return;
  const c = context.errorColours;
  context.complain(`${c.red(c.bold('error'))} ${c.bold(job.error.code)}\n  ${job.error.message}`);
  if (job.error.hint !== undefined) context.complain(`  ${c.dim('hint:')} ${job.error.hint}`);
}
