import { specOf } from '@plugwright/engine';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitOfFirst } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { otherOperations } from '../print-outcome.js';
import { printDiagnostics } from '../print-problems.js';
import { printReading, readingJson } from '../print-reading.js';
import { sentenceOptions, sourceOptions } from '../source-options.js';

/** `plugwright spec <source>`: YAML on stdout and how it came to be on stderr, or all of it with `--json`. */
export async function spec(
  context: Context,
  words: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const host = cliHost(context);
  const result = await specOf({
    ...sourceOptions(context, words.join(' '), options),
    ...(await sentenceOptions(options, host)),
    openQuestions: options['yes'] === true ? 'assume' : 'show',
    host,
  });
  printDiagnostics(context, result.diagnostics, result.ok ? undefined : result.loaded);
  const { reading } = result;
  if (reading !== undefined) printReading(context, reading, { withEvidence: true });
  if (!result.ok) {
    const { ok, kind, diagnostics } = result;
    context.emitJson({ ok, kind, ...readingJson(reading), diagnostics });
    return exitOfFirst(result.diagnostics);
  }
  const { yaml = '', reading: _, loaded: __, ...rest } = result;
  context.print(yaml.trimEnd());
  context.emitJson({ ...rest, ...readingJson(reading) });
  const others = otherOperations(result);
  if (others !== undefined) context.note(context.errorColours.dim(others));
  return exitCode.done;
}
