import { currentAdvisories, importAdvisories, pullAdvisories } from '@plugwright/engine';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { advisoryCommands } from '../program.js';
import { choice } from '../source-options.js';

/** `plugwright advisories <what> [file]` */
export async function advisories(
  context: Context,
  [what = '', file]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const host = cliHost(context);
  const { signal } = context.io;
  const word = choice('advisories', what, advisoryCommands);
  if (word === 'import' && file === undefined)
    throw new PlugwrightError({
      code: 'PW_CLI_USAGE',
      message: 'Which file or folder is to be imported?',
      hint: 'Use plugwright advisories import all.zip.',
    });
  if (word === 'pull') context.note('Downloading the advisories of OSV …');
  const archive =
    word === 'pull'
      ? await pullAdvisories({
          from: options['from'] as string | undefined,
          allowHttp: options['allowHttp'] === true,
          allowPrivate: options['allowPrivate'] === true,
          host,
          signal,
        })
      : word === 'import'
        ? await importAdvisories(file ?? '', { host, signal })
        : await currentAdvisories(host);
  if (!archive) {
    context.print('There is no archive. plugwright advisories pull downloads one.');
    context.emitJson(null);
    return exitCode.failed;
  }
  const { asOf, digest, records, complete, byPackage } = archive;
  context.print(
    `${records} records of ${byPackage.size} packages, the newest of ${asOf.slice(0, 10)} (sha256 ${digest}).`,
  );
  if (!complete)
    context.complain(
      'That is a part of what is known: it can say that a package is vulnerable, not that it is clean.',
    );
  context.emitJson({ asOf, digest, records, packages: byPackage.size, complete });
  return exitCode.done;
}
