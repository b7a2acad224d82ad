import { doctor as examine, type DoctorReport, type DoctorRow } from '@plugwright/engine';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { canAsk } from '../terminal.js';
import { visible } from '../visible.js';

/** `plugwright doctor [--prepare] [--queue URL]` */
export async function doctor(
  context: Context,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const c = context.colours;
  if (options['prepare'] === true)
    context.note('Preparing the dependency store; this takes up to a minute …');
  const queue = options['queue'] ?? context.io.env['PLUGWRIGHT_QUEUE']?.trim();
  const report = await examine({
    ...(typeof queue === 'string' && queue !== '' ? { queue } : {}),
    prepare: options['prepare'] === true,
    onProgress: (text) => {
      if (context.flags.debug) context.complain(visible(text.trimEnd()));
    },
    terminal: terminalRow(context),
    canAsk: canAsk(context),
    host: cliHost(context),
    signal: context.io.signal,
  });
  const marks = { ok: c.green('✔'), warn: c.yellow('!'), missing: c.red('✖') };
  const width = Math.max(...report.rows.map((row) => row.name.length));
  for (const { name, state, found, hint } of report.rows) {
    context.print(`${marks[state]} ${name.padEnd(width)}  ${visible(found)}`);
    if (hint !== undefined) context.print(`  ${' '.repeat(width)}  ${c.dim(visible(hint))}`);
  }
  printCanaries(context, report.isolation.canaries);
  context.emitJson(report);
  return report.ok ? exitCode.done : exitCode.failed;
}

/** Every attempt of the self-test, and what stopped it. */
function printCanaries(context: Context, canaries: DoctorReport['isolation']['canaries']): void {
  if (canaries.length === 0) return;
  const c = context.colours;
  const width = Math.max(...canaries.map(({ name }) => name.length));
  context.print(`\n${c.bold('What generated code tried in the self-test')}\n`);
  for (const { name, open, found } of canaries)
    context.print(
      `  ${open ? c.red('got out') : c.green('stopped')}  ${name.padEnd(width)}  ${c.dim(visible(found))}`,
    );
}

function terminalRow({ io, errorColours }: Context): DoctorRow {
  const colour = errorColours.isColorSupported ? 'with colours' : 'without colours';
  const found = io.stderr.isTTY
    ? `${io.stderr.columns ?? 80} columns, ${colour}`
    : `none, ${colour}`;
  return { name: 'terminal', state: 'ok', found };
}
