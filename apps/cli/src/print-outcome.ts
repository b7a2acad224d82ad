import type { CreateResult } from '@plugwright/engine';
import type { Context } from './context.js';
import { duration } from './duration.js';
import { isolationWords, printIsolation } from './print-isolation.js';
import { printReport, verdict } from './print-report.js';
import { shownPath } from './shown-path.js';

/** The end of a `create` that wrote files: what the plugin answered, the verdict, and how to go on. */
export function printOutcome(context: Context, result: CreateResult): void {
  const directory = shownPath(context.io.cwd, result.directory ?? context.io.cwd);
  const { spec, report } = result;
  if (report !== undefined) printReport(context, report);
  const c = context.colours;
  const name = spec?.name ?? '';
  if (result.outcome === 'written')
    context.print(`${c.green('✔')} ${c.bold(name)} is in ${directory}, not verified.`);
  if (report !== undefined && result.outcome === 'verified')
    context.print(
      `\n${c.green('✔')} ${c.bold(name)} works: ${verdict(report)} in ${duration(report.durationMs)}${isolationWords(report)}.`,
    );
  if (report !== undefined && result.outcome === 'failed')
    context.complain(
      `\n${context.errorColours.red('✖')} ${context.errorColours.bold(name)} ${verdict(report)}. What was made is in ${directory}.`,
    );
  if (report !== undefined) printIsolation(context, report);
  if (!context.flags.json) nextSteps(context, result, directory);
  const rest = otherOperations(result);
  if (rest !== undefined) context.note(context.errorColours.dim(`\n${rest}`));
}

function nextSteps(context: Context, { spec, outcome }: CreateResult, directory: string): void {
  const c = context.errorColours;
  context.note(`\n${c.bold('Next')}`);
  if (outcome === 'failed') {
    context.note(
      `  plugwright verify ${quoted(directory)}   ${c.dim('# after a change, run the gates again')}`,
    );
    return;
  }
  if (outcome === 'written')
    context.note(
      `  plugwright verify ${quoted(directory)}   ${c.dim('# type-check, boot and test it')}`,
    );
  const needed = spec?.environment.filter((one) => one.required).map((one) => one.name) ?? [];
  context.note(`  cd ${quoted(directory)} && npm install && npm test`);
  if (needed.length > 0)
    context.note(`  cp .env.example .env   ${c.dim(`# then fill in ${needed.join(', ')}`)}`);
}

const quoted = (path: string) => (/^[\w@./-]+$/.test(path) ? path : JSON.stringify(path));

/** Where the operations are that got no action; `undefined` when all did. */
export function otherOperations({
  spec,
  operations,
}: Pick<CreateResult, 'spec' | 'operations'>): string | undefined {
  const chosen = operations.filter((one) => one.chosen).length;
  if (operations.length === chosen) return undefined;
  const others =
    spec?.lazy === undefined
      ? 'choose others with --operations, --tags, --paths, --words or --max-actions, or reach them with --lazy'
      : `${spec.lazy.search} finds the others`;
  return `${chosen} of ${operations.length} operations became actions; ${others}.`;
}
