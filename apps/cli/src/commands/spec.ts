import { specOf } from '@plugwright/engine';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitOfFirst } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { otherOperations } from '../print-outcome.js';
import { printDiagnostics } from '../print-problems.js';
import { sourceOptions } from '../source-options.js';

/** `plugwright spec <source>`: YAML on stdout, or everything that is known with `--json`. */
export async function spec(
  context: Context,
  [source = '']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const result = await specOf({
    ...sourceOptions(context, source, options),
    host: cliHost(context),
  });
  printDiagnostics(context, result.diagnostics, result.ok ? undefined : result.loaded);
  if (!result.ok) {
    const { ok, kind, diagnostics } = result;
    context.emitJson({ ok, kind, diagnostics });
    return exitOfFirst(result.diagnostics);
  }
  const { yaml = '', ...rest } = result;
  context.print(yaml.trimEnd());
  context.emitJson(rest);
  const others = otherOperations(result);
  if (others !== undefined) context.note(context.errorColours.dim(others));
  return exitCode.done;
}
