import { levelNames, levels } from '@plugwright/certify';
import { recheck as run } from '@plugwright/engine/certify';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { choice } from '../source-options.js';
import { visible } from '../visible.js';

/** `plugwright recheck [path]` */
export async function recheck(
  context: Context,
  [path = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const plugins = await run({
    path,
    certificates: options['certificates'] as string | undefined,
    trust: options['trust'] as string | undefined,
    revocations: options['revocations'] as string | undefined,
    atLeast: choice('--require-level', options['requireLevel'], levels),
    host: cliHost(context),
  });
  const c = context.colours;
  for (const { name, version, state, report } of plugins) {
    const body = report?.statement?.predicate.plugwright_certificate;
    const level = body?.level ?? null;
    const mark = { certified: c.green('✔'), refused: c.red('✖'), uncertified: c.yellow('○') }[
      state
    ];
    const words =
      state === 'uncertified'
        ? 'no certificate'
        : state === 'certified' && body
          ? `${level === null ? 'no level' : `${level} ${levelNames[level]}`}, signed by ${report?.signer?.name ?? ''}, until ${body.expiresAt.slice(0, 10)}`
          : (report?.problems.map(({ code, message }) => `${code} ${message}`).join(' ') ?? '');
    context.print(`${mark} ${c.bold(visible(name))} ${visible(version)}: ${visible(words)}`);
  }
  const count = (state: string) => plugins.filter((one) => one.state === state).length;
  const refused = count('refused');
  const strict = options['strict'] === true ? count('uncertified') : 0;
  context.print(
    plugins.length === 0
      ? 'No plugin is installed here.'
      : `${plugins.length} plugins: ${count('certified')} certified, ${refused} refused, ${count('uncertified')} without a certificate.`,
  );
  context.emitJson({
    ok: refused + strict === 0,
    plugins: plugins.map(({ name, version, directory, state, certificate, report }) => ({
      name,
      version,
      directory,
      state,
      certificate: certificate ?? null,
      level: report?.statement?.predicate.plugwright_certificate.level ?? null,
      problems: report?.problems ?? [],
    })),
  });
  return refused + strict === 0 ? exitCode.done : exitCode.failed;
}
