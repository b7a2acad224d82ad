import { levelNames, levels } from '@plugwright/certify';
import { check as run } from '@plugwright/engine/certify';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { errorTable } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { choice } from '../source-options.js';
import { visible } from '../visible.js';

/** `plugwright check <file> [path]` */
export async function check(
  context: Context,
  [file = '', path = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const report = await run({
    file,
    path,
    trust: options['trust'] as string | undefined,
    revocations: options['revocations'] as string | undefined,
    atLeast: choice('--require-level', options['requireLevel'], levels),
    host: cliHost(context),
  });
  const c = context.colours;
  const { signer, statement } = report;
  const body = statement?.predicate.plugwright_certificate;
  for (const { code, message } of report.problems) {
    context.complain(`${context.errorColours.red('✖')} ${context.errorColours.bold(code)}`);
    context.complain(`  ${visible(message)}`);
    const hint = errorTable.get(code)?.hint;
    if (hint) context.complain(`  ${context.errorColours.dim(`hint: ${hint}`)}`);
  }
  if (signer)
    context.print(
      `Signed by ${c.bold(visible(signer.name))} (key ${signer.keyid.slice(0, 16)}…)${signer.retired ? ', a key that is retired now' : ''}.`,
    );
  if (report.ok && body && statement) {
    const seen = {
      tarball: 'the tarball',
      installed: 'the installed files',
      source: 'the source that it was made from',
    };
    const level = body.level === null ? 'no level' : `${body.level} ${levelNames[body.level]}`;
    context.print(
      `${body.level === null ? c.yellow('○') : c.green('✔')} ${c.bold(visible(statement.predicate.resourceUri))}: ${level}, until ${body.expiresAt.slice(0, 10)}.`,
    );
    context.print(
      `  Compared with ${seen[report.matched ?? 'tarball']}. ${visible(report.advisories)}`,
    );
  }
  context.emitJson({
    ok: report.ok,
    problems: report.problems,
    signer: signer ?? null,
    level: body?.level ?? null,
    matched: report.matched ?? null,
    advisories: report.advisories,
    newAdvisories: report.newAdvisories,
    checks: body?.checks ?? [],
  });
  return report.ok ? exitCode.done : exitCode.failed;
}
