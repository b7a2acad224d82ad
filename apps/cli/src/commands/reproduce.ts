import { reproduce as run } from '@plugwright/engine/certify';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { visible } from '../visible.js';

/** `plugwright reproduce <certificate>` */
export async function reproduce(
  context: Context,
  [file = '']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const source = (options['source'] as string | undefined) ?? '.';
  const result = await run({ file, source, host: cliHost(context), signal: context.io.signal });
  const c = context.colours;
  context.print(
    result.ok
      ? `${c.green('✔')} The ${result.from} gives the certified bytes: sha256 ${result.certified}.`
      : `${c.red('✖')} The ${result.from} gives other bytes.\n  certified ${result.certified}\n  rebuilt   ${result.rebuilt}`,
  );
  if (!result.ok) {
    for (const name of result.different) context.print(`  differs: ${visible(name)}`);
    for (const tool of result.otherTools) context.print(`  ${visible(tool)}`);
  }
  context.note(
    result.signer === undefined
      ? 'The certificate is signed by nobody whose key you have pinned.'
      : `Signed by ${visible(result.signer)}.`,
  );
  context.emitJson(result);
  return result.ok ? exitCode.done : exitCode.failed;
}
