import { tmpdir } from 'node:os';
import { PlugwrightError } from '@plugwright/errors';
import { findProgram } from '../find-program.js';

/** How each scanner is asked for SARIF on stdout. They read; none of them is told to use the network for more than its rules. */
export const EXTERNAL_SCANNERS = {
  semgrep: ['scan', '--sarif', '--quiet', '--metrics=off', '--disable-version-check', '.'],
  opengrep: ['scan', '--sarif', '--quiet', '.'],
  'osv-scanner': ['scan', 'source', '--format', 'sarif', '--recursive', '.'],
} as const satisfies Record<string, readonly string[]>;

export type ExternalScanner = keyof typeof EXTERNAL_SCANNERS;

/**
 * Runs a scanner that is installed on this machine over a directory. It is a program that the user trusts; it gets an
 * empty environment but for `PATH`, and ten minutes.
 *
 * @returns what it wrote, which should be SARIF
 * @throws PlugwrightError `PW_SCAN_EXTERNAL` when it is not there or fails.
 */
export async function runExternal(
  name: ExternalScanner,
  root: string,
  options: { readonly path?: string | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const path = options.path ?? process.env['PATH'];
  const command = findProgram(name, path, root);
  const failed = (message: string) =>
    new PlugwrightError({
      code: 'PW_SCAN_EXTERNAL',
      message,
      hint: `Install ${name}, or run it yourself and give its SARIF with --merge.`,
    });
  if (command === undefined) throw failed(`${name} is not on PATH.`);
  const { runProcess } = await import('@plugwright/sandbox');
  const result = await runProcess({
    command,
    args: EXTERNAL_SCANNERS[name],
    cwd: root,
    // Not the scanned code: they keep settings there.
    home: tmpdir(),
    ...(path !== undefined && { env: { PATH: path } }),
    timeoutMs: 10 * 60_000,
    outputLimitBytes: 64 * 1024 * 1024,
    ...(options.signal && { signal: options.signal }),
  });
  options.signal?.throwIfAborted();
  if (result.timedOut) throw failed(`${name} took more than ten minutes.`);
  if (result.truncated) throw failed(`${name} wrote more than 64 MB.`);
  // They end with 1 when they found something; what counts is whether there is a document.
  if (!result.stdout.trimStart().startsWith('{'))
    throw failed(`${name} ended with ${result.code ?? result.signal} and wrote no SARIF.`);
  return result.stdout;
}
