import type { VerifyReport } from '@plugwright/engine';
import { answersOf, coreVersion } from './answers.js';
import type { Context } from './context.js';
import { printDiagnostics } from './print-problems.js';
import { visible } from './visible.js';

/** More answers than this scroll the verdict away. */
const answersShown = 12;

/** What the gates found: problems on stderr; on stdout what each action answered. */
export function printReport(context: Context, report: VerifyReport): void {
  for (const { diagnostics } of report.gates)
    printDiagnostics(
      context,
      diagnostics.map(({ file, line, column, ...one }) =>
        file === undefined || one.position !== undefined
          ? one
          : { ...one, position: { source: file, line: line ?? 1, column: column ?? 1 } },
      ),
    );
  printAnswers(context, report);
}

function printAnswers(context: Context, report: VerifyReport): void {
  const c = context.colours;
  const answers = answersOf(report);
  if (answers.length === 0) return;
  const core = coreVersion(report);
  const width = Math.max(40, (context.io.stdout.columns ?? 120) - 5);
  context.print(
    `\n${c.bold('What it answered')} ${c.dim(`in a real AgentRuntime${core === undefined ? '' : ` (@elizaos/core ${core})`}`)}\n`,
  );
  for (const { name, input, reply, success } of answers.slice(0, answersShown)) {
    const asked = input === '{}' ? '' : c.dim(` ${oneLine(input, width - name.length)}`);
    context.print(
      `  ${success ? c.green('●') : c.red('●')} ${c.bold(c.cyan(visible(name)))}${asked}`,
    );
    context.print(`    ${oneLine(reply, width)}`);
  }
  if (answers.length > answersShown)
    context.print(c.dim(`  … and ${answers.length - answersShown} more (--json has all of them)`));
}

/** A text on one line of the terminal, at most `width` characters. */
function oneLine(text: string, width: number): string {
  const line = text
    .split('\n')
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' · ')
    .replaceAll(': · ', ': ');
  const shown = visible(line);
  return shown.length > width ? `${shown.slice(0, Math.max(0, width - 1))}…` : shown;
}

/** `5 gates passed in 4.2 s`, or which one did not. */
export function verdict(report: VerifyReport): string {
  const failed = report.gates.filter((one) => one.status === 'failed').map((one) => one.gate);
  if (failed.length > 0) return `failed: ${failed.join(', ')}`;
  const passed = report.gates.filter((one) => one.status === 'passed').length;
  return `${passed} ${passed === 1 ? 'gate' : 'gates'} passed`;
}
