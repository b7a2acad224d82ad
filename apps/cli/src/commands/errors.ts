import type { Context } from '../context.js';
import { closest, errorTable } from '../error-table.js';
import { exitCode } from '../exit-code.js';

/** `plugwright errors [CODE]` */
export async function errors(context: Context, [code]: string[]): Promise<number> {
  const c = context.colours;
  if (code === undefined) {
    const width = Math.max(...[...errorTable.keys()].map((key) => key.length));
    for (const [key, { summary }] of errorTable)
      context.print(`${c.bold(key.padEnd(width))}  ${summary}`);
    context.emitJson(Object.fromEntries(errorTable));
    return exitCode.done;
  }
  const key = code.toUpperCase();
  const row = errorTable.get(key);
  if (row === undefined) {
    const like = closest(key, errorTable.keys());
    const message = `There is no error code ${code}.`;
    const hint = like === undefined ? 'plugwright errors lists all.' : `Did you mean ${like}?`;
    context.complain(
      `${context.errorColours.red('error')} ${context.errorColours.bold('PW_CLI_CODE_UNKNOWN')}`,
    );
    context.complain(`  ${message}\n  hint: ${hint}`);
    context.emitJson({
      ok: false,
      error: { code: 'PW_CLI_CODE_UNKNOWN', message, hint },
      diagnostics: [],
    });
    return exitCode.usage;
  }
  context.print(`${c.bold(key)}  ${c.dim(`exit ${row.exit}`)}`);
  context.print(`  ${row.summary}`);
  context.print(`  ${c.dim('hint:')} ${row.hint}`);
  context.emitJson({ code: key, ...row });
  return exitCode.done;
}
