import { create as createPlugin, type CreateResult, type Question } from '@plugwright/engine';
import { ask } from '../ask.js';
import { asker, type Asker } from '../ask-questions.js';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { createJson } from '../create-json.js';
import { exitOfFirst, PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { gateNames, isolationLevels } from '../gate-names.js';
import { printDiff, printTree } from '../print-plan.js';
import { printDiagnostics } from '../print-problems.js';
import { printReading } from '../print-reading.js';
import { createProgress } from '../progress.js';
import { shownPath } from '../shown-path.js';
import { choice, sentenceOptions, sourceOptions } from '../source-options.js';

/** `plugwright create <source>`; words without quotes around them are one sentence. */
export async function create(
  context: Context,
  words: string[],
  options: Record<string, unknown>,
): Promise<number> {
  choice('--target', options['target'], ['elizaos@1.7']);
  const source = words.join(' ');
  if (options['detach'] === true) {
    const { createDetached } = await import('../jobs/create-detached.js');
    return createDetached(context, source, options);
  }
  if (options['queue'] !== undefined)
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: '--queue orders a job of a worker.',
      hint: 'Give --detach with it.',
    });
  const progress = createProgress(context, gateNames);
  const hasWebhook = options['webhook'] !== undefined;
  // With the gates it takes seconds, and is worth being kept; without them it is over before a job is on the disk.
  if ((options['verify'] !== false || hasWebhook) && options['dryRun'] !== true) {
    try {
      const { createAsJob } = await import('../jobs/create-as-job.js');
      const done = await createAsJob(context, source, options, progress);
      await progress.stop();
      if (done) return await report(context, done.result, done.isShown);
      if (hasWebhook)
        throw new PlugwrightError({
          code: 'PW_JOBS_LOCKED',
          message: 'The jobs cannot be opened, and only a job tells a webhook how it ended.',
          hint: 'Give it to the process that has them, with --detach.',
        });
    } finally {
      await progress.stop();
    }
  }
  const host = cliHost(context);
  const yes = options['yes'] === true;
  // Looking whether somebody could answer opens standard input, which takes a while.
  const questions: Asker = yes ? { close: () => {} } : asker(context);
  let isShown = false;
  try {
    const result = await createPlugin({
      ...sourceOptions(context, source, options),
      ...(await sentenceOptions(options, host)),
      ask: questions.ask,
      out: options['out'] as string | undefined,
      dryRun: options['dryRun'] === true,
      yes,
      force: options['force'] === true,
      verify: options['verify'] !== false && {
        requireIsolation: choice(
          '--require-isolation',
          options['requireIsolation'],
          isolationLevels,
        ),
      },
      confirm: (question) => {
        isShown = true;
        questions.close();
        return confirm(context, question);
      },
      onStep: progress.onStep,
      host,
    });
    await progress.stop();
    return await report(context, result, isShown && context.io.stdin.isTTY === true);
  } finally {
    questions.close();
    await progress.stop();
  }
}

async function confirm(context: Context, { directory, diff }: Question): Promise<boolean> {
  if (context.io.stdin.isTTY !== true || context.flags.json) return false;
  printDiff(context, diff);
  return ask(context, `Write this into ${shownPath(context.io.cwd, directory)}?`);
}

/** `isShown`: a person has seen the diff already. */
async function report(context: Context, result: CreateResult, isShown: boolean): Promise<number> {
  printDiagnostics(context, result.diagnostics, result.loaded);
  if (result.reading !== undefined) printReading(context, result.reading);
  context.emitJson(createJson(result));
  switch (result.outcome) {
    case 'unreadable':
      return exitOfFirst(result.diagnostics);
    case 'refused':
      if (!isShown) printDiff(context, result.diff);
      return exitOfFirst(result.diagnostics);
    case 'planned':
      printTree(context, result.plan);
      context.print();
      printDiff(context, result.diff);
      context.note(context.errorColours.dim('Nothing was written (--dry-run).'));
      return exitCode.done;
    default: {
      const { printOutcome } = await import('../print-outcome.js');
      printOutcome(context, result);
      return result.outcome === 'failed' ? exitCode.failed : exitCode.done;
    }
  }
}
