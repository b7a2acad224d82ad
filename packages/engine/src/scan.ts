import { PlugwrightError } from '@plugwright/errors';
import type { ExternalScanner, ScanResult } from '@plugwright/scan';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import { readWaivers } from './read-waivers.js';

export interface ScanCommandOptions {
  /** A directory or a tarball. */
  path: string;
  /** A file of waivers; it must not lie inside the scanned directory. */
  waivers?: string | undefined;
  /** Also look for secrets in the history of the repository. */
  history?: boolean | undefined;
  /** Scanners on `PATH` to ask as well. */
  external?: readonly ExternalScanner[] | undefined;
  /** SARIF files of other scanners. */
  merge?: readonly string[] | undefined;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Scans a plugin. Nothing of it is run.
 *
 * @throws `PW_SCAN_*` when there is nothing to scan or the waivers cannot be used, and the signal's reason.
 */
export async function scan(options: ScanCommandOptions): Promise<ScanCommandResult> {
  const host = options.host ?? nodeHost();
  const path = fromCwd(host.cwd, options.path);
  const { applyWaivers, readTree, scanTree } = await import('@plugwright/scan');
  const tree = await readTree(path);
  const scanned = await scanTree(tree, { signal: options.signal });
  const result =
    options.history === true ? await withHistory(scanned, path, options, host) : scanned;
  const waivers =
    options.waivers === undefined ? undefined : await readWaivers(options.waivers, host, path);
  return {
    result: waivers
      ? { ...result, findings: applyWaivers(result.findings, waivers, new Date(host.now())) }
      : result,
    others: await othersOf(options, path, host),
    text: (name) => {
      const bytes = tree.files.get(name);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}

/** What a scan gives. */
export interface ScanCommandResult {
  result: ScanResult;
  /** The SARIF of other scanners, as text. */
  others: readonly { from: string; text: string }[];
  /** The text of a scanned file. */
  text: (path: string) => string | undefined;
}

/** Adds secrets that are only in the history. */
async function withHistory(
  scanned: ScanResult,
  path: string,
  { signal }: ScanCommandOptions,
  host: Host,
): Promise<ScanResult> {
  const { scanHistory } = await import('@plugwright/scan');
  const past = await scanHistory(path, { path: host.env['PATH'], signal });
  const marks = new Set(scanned.findings.map(({ fingerprint }) => fingerprint));
  const added = past.findings.filter(({ fingerprint }) => !marks.has(fingerprint));
  const partly = { path: '.git', reason: 'the history is larger than what is read of it' };
  return {
    ...scanned,
    findings: [...scanned.findings, ...added],
    skipped: past.complete ? scanned.skipped : [...scanned.skipped, partly],
    complete: scanned.complete && past.complete,
  };
}

async function othersOf(
  { external = [], merge = [], signal }: ScanCommandOptions,
  path: string,
  host: Host,
): Promise<{ from: string; text: string }[]> {
  const { runExternal } = await import('@plugwright/scan');
  const others: { from: string; text: string }[] = [];
  for (const name of external)
    others.push({
      from: name,
      text: await runExternal(name, path, { path: host.env['PATH'], signal }),
    });
  for (const file of merge) {
    const bytes = await host.files.readFile(fromCwd(host.cwd, file)).catch((cause: unknown) => {
      throw new PlugwrightError({
        code: 'PW_SCAN_SARIF',
        message: `${file} cannot be read.`,
        hint: 'Give a file that another scanner wrote as SARIF.',
        cause,
      });
    });
    others.push({ from: file, text: new TextDecoder().decode(bytes) });
  }
  return others;
}
