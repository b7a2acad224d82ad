import type { Context } from './context.js';
import { exitCode } from './exit-code.js';
import { printDiagnostics } from './print-problems.js';
import { visible } from './visible.js';

/**
 * Says what went wrong and returns the exit code. Everything heavier than this file is loaded only now.
 */
export async function reportError(context: Context, error: unknown): Promise<number> {
  const { PlugwrightError, exitOf } = await import('./error-table.js');
  const c = context.errorColours;
  const { redactor } = context;
  const known = PlugwrightError.isInstance(error) ? error : undefined;
  if (context.io.signal.aborted || known?.code === 'PW_CANCELLED') {
    context.complain(c.yellow('Cancelled.'));
    context.emitJson({ ok: false, error: { code: 'PW_CANCELLED', message: 'Cancelled.' } });
    return exitCode.cancelled;
  }
  const code = known?.code ?? 'PW_INTERNAL';
  const message = error instanceof Error ? error.message : String(error);
  const hint =
    known?.hint ??
    (known ? undefined : 'This is a fault of Plugwright. Run again with --debug and report it.');
  context.complain(`${c.red(c.bold('error'))} ${c.bold(code)}`);
  context.complain(`  ${visible(message).replaceAll('\n', '\n  ')}`);
  if (hint !== undefined) context.complain(`  ${c.dim('hint:')} ${visible(hint)}`);
  const diagnostics = known?.diagnostics ?? [];
  printDiagnostics(context, diagnostics);
  if (context.flags.debug) context.complain(c.dim(stackOf(error)));
  context.emitJson(redactor.value({ ok: false, error: { code, message, hint }, diagnostics }));
  return exitOf(code);
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackOf(error.cause)}`;
}
