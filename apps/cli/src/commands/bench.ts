import { bench as measure, showBench } from '@plugwright/engine';
import { writeAtomically } from '@plugwright/files';
import { resolve } from 'node:path';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { isolationLevels } from '../gate-names.js';
import { printDiagnostics } from '../print-problems.js';
import { createProgress } from '../progress.js';
import { shownPath } from '../shown-path.js';
import { choice, wholeNumber } from '../source-options.js';
import { visible } from '../visible.js';

/** `plugwright bench [dir]` */
export async function bench(
  context: Context,
  [directory = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const progress = createProgress(context, []);
  const outcome = await measure({
    directory,
    baseline: options['baseline'] as string | undefined,
    processes: wholeNumber('--processes', options['processes'], 3, 99),
    requireIsolation: choice('--require-isolation', options['requireIsolation'], isolationLevels),
    onStep: progress.onStep,
    host: cliHost(context),
    signal: context.io.signal,
  });
  const { baseline, ...result } = outcome;
  const { diagnostics, ok } = result;
  const shown = await showBench(result);
  const files = [
    [options['svg'], () => shown.svg],
    [options['save'], () => `${JSON.stringify(baseline, undefined, 2)}\n`],
  ] as const;
  for (const [name, text] of files) {
    if (typeof name !== 'string') continue;
    const file = resolve(context.io.cwd, name);
    // oxlint-disable-next-line no-await-in-loop
    await writeAtomically(file, text());
    context.note(`Wrote ${shownPath(context.io.cwd, file)}.`);
  }
  printDiagnostics(context, diagnostics);
  context.print(
    shown.text
      .trimEnd()
      .split('\n')
      .map((line) => visible(line))
      .join('\n'),
  );
  context.emitJson(result);
  return ok ? exitCode.done : exitCode.failed;
}
