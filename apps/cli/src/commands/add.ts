import { add as addToPlugin, addKinds, type AddResult } from '@plugwright/engine';
import { ask } from '../ask.js';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitOfFirst } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { printDiff } from '../print-plan.js';
import { printDiagnostics } from '../print-problems.js';
import { createProgress } from '../progress.js';
import { shownPath } from '../shown-path.js';
import { choice } from '../source-options.js';

/** `plugwright add <kind> [name]` */
export async function add(
  context: Context,
  [kind, name]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const text = (key: string) => options[key] as string | undefined;
  let isShown = false;
  const result = await addToPlugin({
    kind: choice('The kind', kind, addKinds) ?? 'action',
    name,
    from: text('from') ?? '',
    directory: text('dir') ?? '.',
    operation: text('operation'),
    dryRun: options['dryRun'] === true,
    yes: options['yes'] === true,
    allowHttp: options['allowHttp'] === true,
    allowPrivate: options['allowPrivate'] === true,
    confirm: async ({ directory, diff }) => {
      if (context.io.stdin.isTTY !== true || context.flags.json) return false;
      isShown = true;
      printDiff(context, diff);
      return ask(context, `Change ${shownPath(context.io.cwd, directory)} like this?`);
    },
    onStep: createProgress(context, []).onStep,
    host: cliHost(context),
    signal: context.io.signal,
  });
  printDiagnostics(context, result.diagnostics, result.loaded);
  context.emitJson(addJson(result));
  if (!isShown) printDiff(context, result.diff);
  return report(context, result);
}

function report(context: Context, result: AddResult): number {
  const c = context.colours;
  const directory = shownPath(context.io.cwd, result.directory);
  const name = c.bold(result.name ?? '');
  switch (result.outcome) {
    case 'unreadable':
    case 'refused':
      return exitOfFirst(result.diagnostics);
    case 'unchanged':
      context.print(`${c.green('✔')} ${directory} has ${name} already.`);
      return exitCode.done;
    case 'planned':
      context.note(context.errorColours.dim('Nothing was written (--dry-run).'));
      return exitCode.done;
    default:
      context.print(`${c.green('✔')} ${name} is in ${directory}.`);
      context.note(`\n${context.errorColours.bold('Next')}\n  plugwright verify ${directory}`);
      return exitCode.done;
  }
}

/** The result as `--json` shows it. */
function addJson(result: AddResult): object {
  const { outcome, diagnostics, directory, name, plan, diff, applied } = result;
  return {
    ok: outcome === 'unchanged' || outcome === 'planned' || outcome === 'written',
    outcome,
    directory,
    name,
    files: plan?.files.map(({ path, kind }) => ({ path, action: kind })),
    written: applied?.written,
    diff,
    diagnostics,
  };
}
