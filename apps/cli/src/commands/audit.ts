import { audit as runAudit } from '@plugwright/engine';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { findingOptions } from '../finding-options.js';
import { wholeNumber } from '../source-options.js';
import { version } from '../version.js';

/** `plugwright audit [path]` */
export async function audit(
  context: Context,
  [path = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const { format, limit } = findingOptions(context, options);
  const text = (name: string) => options[name] as string | undefined;
  const result = await runAudit({
    path,
    offline: options['offline'] === true,
    registry: text('registry'),
    osv: text('osv'),
    limitDays: wholeNumber('--max-age', options['maxAge'], 0, 3650),
    omitDev: options['omitDev'] === true,
    metadata: options['metadata'] !== false,
    waivers: text('waivers'),
    allowHttp: options['allowHttp'] === true,
    allowPrivate: options['allowPrivate'] === true,
    host: cliHost(context),
    signal: context.io.signal,
  });
  const { isAtLeast, toSarif } = await import('@plugwright/scan');
  const { auditText, DEPENDENCY_RULES } = await import('@plugwright/scan/dependencies');
  const failing = result.findings.filter(
    ({ waived, severity }) => waived === undefined && isAtLeast(severity, limit),
  );
  // A vulnerability that does not fail the audit must not hide that the rest is unknown.
  const { lockfile, coverage, stale } = result;
  const known = lockfile !== undefined && coverage.checked === coverage.total && !stale;
  if (format === 'json') context.io.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (format === 'sarif')
    context.io.stdout.write(
      `${JSON.stringify(toSarif(result, version, DEPENDENCY_RULES), null, 2)}\n`,
    );
  else {
    const c = context.colours;
    const shown = auditText(result, c);
    if (shown !== '') context.print(`${shown}\n`);
    const marks = { clean: c.green('✔'), vulnerable: c.red('✖'), unknown: c.yellow('?') };
    context.print(`${marks[result.answer]} ${result.answer}: ${result.sentence}`);
  }
  const passed = failing.length === 0 && (known || options['allowUnknown'] === true);
  return passed ? exitCode.done : exitCode.failed;
}
