import { specOf } from '@plugwright/engine';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitOfFirst } from '../error-table.js';
import { exitCode } from '../exit-code.js';
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
  const chosen = result.operations.filter((one) => one.chosen).length;
  if (result.operations.length > chosen)
    context.note(
      context.errorColours.dim(
        `${chosen} of ${result.operations.length} operations became actions; choose with --operations, --tags, --paths, --words or --max-actions, or reach the rest with --lazy.`,
      ),
    );
  return exitCode.done;
}
