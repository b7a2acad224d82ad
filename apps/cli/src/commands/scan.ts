import { scan as runScan } from '@plugwright/engine';
import type { ExternalScanner } from '@plugwright/scan';
import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { findingOptions } from '../finding-options.js';
import { severities } from '../program.js';
import { choice } from '../source-options.js';
import { version } from '../version.js';
import { visible } from '../visible.js';

interface OtherRun {
  tool: { driver: { name: string } };
  results?: unknown[] | null;
}

/** `plugwright scan [path]` */
export async function scan(
  context: Context,
  [path = '.']: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const { format, limit } = findingOptions(context, options);
  const { EXTERNAL_SCANNERS, isAtLeast, mergeSarif, toSarif, toText } =
    await import('@plugwright/scan');
  const scanners = Object.keys(EXTERNAL_SCANNERS) as ExternalScanner[];
  const external = ((options['external'] as string[] | undefined) ?? []).flatMap(
    (name) => choice('--external', name, scanners) ?? [],
  );
  const { result, others, text } = await runScan({
    path,
    external,
    history: options['history'] === true,
    merge: options['merge'] as string[] | undefined,
    waivers: options['waivers'] as string | undefined,
    host: cliHost(context),
    signal: context.io.signal,
  });
  const counted = result.findings.filter(({ waived }) => waived === undefined);
  const failing = counted.filter(({ severity }) => isAtLeast(severity, limit));
  const sarif = mergeSarif(toSarif(result, version), others);
  if (format === 'json')
    context.io.stdout.write(
      `${JSON.stringify(others.length > 0 ? { ...result, others: sarif.runs.slice(1) } : result, null, 2)}\n`,
    );
  else if (format === 'sarif') context.io.stdout.write(`${JSON.stringify(sarif, null, 2)}\n`);
  else {
    const c = context.colours;
    const shown = toText(result, text, c);
    if (shown !== '') context.print(`${shown}\n`);
    const sum = severities
      .toReversed()
      .map((name) => [name, counted.filter(({ severity }) => severity === name).length] as const)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`);
    const waived = result.findings.length - counted.length;
    const what = sum.length === 0 ? 'nothing found' : sum.join(', ');
    const files = `${result.files} ${result.files === 1 ? 'file' : 'files'}, ${result.lines} lines`;
    const mark = failing.length > 0 ? c.red('✖') : c.green('✔');
    context.print(`${mark} ${files}: ${what}${waived > 0 ? `, ${waived} waived` : ''}.`);
    for (const { tool, results } of sarif.runs.slice(1) as OtherRun[])
      context.print(
        `  ${visible(tool.driver.name)}: ${results?.length ?? 0} results (--format sarif shows them).`,
      );
    if (!result.complete)
      context.complain('Not everything could be read; nothing is said about that part.');
  }
  return failing.length > 0 ? exitCode.failed : exitCode.done;
}
