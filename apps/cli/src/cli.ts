import { createRedactor, environmentSecrets } from '@plugwright/vault/redact';
import { CommanderError } from 'commander';
import { createContext, type Flags } from './context.js';
import { exitCode } from './exit-code.js';
import type { Io } from './io.js';
import { buildProgram } from './program.js';
import { redactOutput } from './redact-output.js';
import { reportError } from './report-error.js';

export { clearEnvironment } from './child-environment.js';

/**
 * The `plugwright` command. Never throws and never ends the process.
 *
 * @param argv arguments after the program's name
 * @returns exit code: 0 done, 1 a gate failed, 2 bad input or usage, 3 our fault, 130 cancelled
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  // Known before parsing, so that a usage error is told in the asked-for form too.
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const flags: Flags = {
    json: own.includes('--json'),
    quiet: own.includes('--quiet') || own.includes('-q'),
    color: !own.includes('--no-color'),
    debug: own.includes('--debug'),
  };
  const redactor = createRedactor(() => environmentSecrets(io.env));
  const release = redactOutput(io, redactor);
  const context = createContext(io, flags, redactor);
  let code: number = exitCode.done;
  const [word] = own.filter((one) => !one.startsWith('-'));
  // `help` speaks of all of them.
  const only = word === 'help' ? undefined : word;
  const program = buildProgram(context, (result) => (code = result), only);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usage(context, error);
    return await reportError(context, error);
  } finally {
    release();
  }
}

/**
 * The last words of a process in which something went wrong that nobody waited for. Node would print the error
 * as it is, with whatever key stands in it.
 */
export function lastWords(error: unknown, io: Pick<Io, 'env' | 'stderr'>): void {
  const { text } = createRedactor(() => environmentSecrets(io.env));
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    text(`error PW_INTERNAL\n  ${shown}\n  This is a fault of Plugwright; please report it.\n`),
  );
}

/** Commander has printed help or its message already. */
function usage(context: ReturnType<typeof createContext>, error: CommanderError): number {
  if (error.exitCode === 0) return exitCode.done;
  const message =
    error.code === 'commander.help'
      ? 'No command was given.'
      : error.message.replace(/^error: /, '');
  const hint = 'Run plugwright --help.';
  context.emitJson({ ok: false, error: { code: 'PW_CLI_USAGE', message, hint }, diagnostics: [] });
  return exitCode.usage;
}
