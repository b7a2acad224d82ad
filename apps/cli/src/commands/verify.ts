import { verify as runGates } from '@plugwright/engine';
import { writeAtomically } from '@plugwright/files';
import { resolve } from 'node:path';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { duration } from '../duration.js';
import { exitCode } from '../exit-code.js';
import { allGateNames, gateNames, isolationLevels } from '../gate-names.js';
import { isolationWords, printIsolation } from '../print-isolation.js';
import { printReport, verdict } from '../print-report.js';
import { createProgress } from '../progress.js';
import { choice } from '../source-options.js';

/** `plugwright verify [dir]` */
export async function verify(
  context: Context,
  [directory = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const named = options['gates'] as string[] | undefined;
  const gates = named?.flatMap((name) => choice('--gates', name, allGateNames) ?? []);
  const file = options['evidence'] as string | undefined;
  const progress = createProgress(context, gates ?? gateNames);
  try {
    const { evidence, ...report } = await runGates({
      directory,
      gates,
      requireIsolation: choice('--require-isolation', options['requireIsolation'], isolationLevels),
      evidence: file !== undefined,
      bench: options['bench'] === true,
      onStep: progress.onStep,
      host: cliHost(context),
      signal: context.io.signal,
    });
    await progress.stop();
    if (file !== undefined)
      await writeAtomically(
        resolve(context.io.cwd, file),
        `${JSON.stringify(evidence, undefined, 2)}\n`,
      );
    printReport(context, report);
    const c = context.colours;
    const name = c.bold(report.plugin.name);
    if (report.ok)
      context.print(
        `\n${c.green('✔')} ${name}: ${verdict(report)} in ${duration(report.durationMs)}${isolationWords(report)}.`,
      );
    else context.complain(`\n${context.errorColours.red('✖')} ${name} ${verdict(report)}.`);
    printIsolation(context, report);
    context.emitJson(report);
    return report.ok ? exitCode.done : exitCode.failed;
  } finally {
    await progress.stop();
  }
}
