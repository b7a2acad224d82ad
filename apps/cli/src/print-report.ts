import type { VerifyReport } from '@plugwright/engine';
import { answersOf, coreVersion } from './answers.js';
import type { Context } from './context.js';
import { printDiagnostics } from './print-problems.js';
import { visible } from './visible.js';

/** More answers than this scroll the verdict away. */
const answersShown = 12;
const replyWidth = 100;

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
  context.print(
    `\n${c.bold('What it answered')} ${c.dim(`in a real AgentRuntime${core === undefined ? '' : ` (@elizaos/core ${core})`}`)}\n`,
  );
  for (const { name, reply, success } of answers.slice(0, answersShown)) {
    context.print(`  ${success ? c.green('●') : c.red('●')} ${c.bold(c.cyan(visible(name)))}`);
    for (const line of shortReply(reply)) context.print(`    ${visible(line)}`);
  }
  if (answers.length > answersShown)
    context.print(c.dim(`  … and ${answers.length - answersShown} more (--json has all of them)`));
}

/** At most three lines of a reply. */
function shortReply(reply: string): string[] {
  const lines = reply.split('\n').filter((line) => line.trim() !== '');
  const shown = lines
    .slice(0, 3)
    .map((line) => (line.length > replyWidth ? `${line.slice(0, replyWidth - 1)}…` : line));
  return lines.length > 3 ? [...shown, '…'] : shown;
}

/** `5 gates passed in 4.2 s`, or which one did not. */
export function verdict(report: VerifyReport): string {
  const failed = report.gates.filter((one) => one.status === 'failed').map((one) => one.gate);
  if (failed.length > 0) return `failed: ${failed.join(', ')}`;
  const passed = report.gates.filter((one) => one.status === 'passed').length;
  return `${passed} ${passed === 1 ? 'gate' : 'gates'} passed`;
}
