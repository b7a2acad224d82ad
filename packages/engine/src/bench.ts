import { PlugwrightError } from '@plugwright/errors';
import type { DriverName, IsolationLevel } from '@plugwright/sandbox';
import type { BenchOutcome } from '@plugwright/verify';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import { pluginDirectory } from './plugin-directory.js';
import type { OnStep } from './steps.js';

/** How to measure a plugin's performance. */
export interface BenchOptions {
  directory: string;
  /** File with an older report of this machine. */
  baseline?: string | undefined;
  /** Processes in which times are taken; default 9. */
  processes?: number | undefined;
  /** A directory that holds `node_modules` with what plugins need; default: found by itself. */
  store?: string | undefined;
  isolation?: DriverName | undefined;
  requireIsolation?: IsolationLevel | undefined;
  onStep?: OnStep | undefined;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

/** More is no baseline. */
const baselineLimit = 8 * 1024 * 1024;

/**
 * Measures a plugin in the sandbox, with network and models replaced by recorded answers, and holds it against a
 * baseline of the same machine.
 *
 * @throws `PW_BENCH_*`, `PW_VERIFY_*`, `PW_SANDBOX_REQUIRED`, and the signal's reason.
 */
export async function bench(options: BenchOptions): Promise<BenchOutcome> {
  const host = options.host ?? nodeHost();
  const directory = await pluginDirectory(host, options.directory, 'bench');
  const { benchDirectory, findStore, fullEffort, readBaseline } =
    await import('@plugwright/verify');
  const { baseline, processes, store, isolation, requireIsolation, onStep, signal } = options;
  const old = baseline === undefined ? undefined : await baselineText(host, baseline);
  const startedAt = performance.now();
  onStep?.({ step: 'bench', state: 'start' });
  const outcome = await benchDirectory(directory, {
    ...(old === undefined ? {} : { baseline: readBaseline(old) }),
    ...(processes === undefined ? {} : { effort: { ...fullEffort, processes } }),
    store: store === undefined ? undefined : findStore({ store: fromCwd(host.cwd, store) }),
    isolation,
    requireIsolation,
    now: () => new Date(host.now()),
    signal,
  });
  onStep?.({
    step: 'bench',
    state: outcome.ok ? 'done' : 'failed',
    ms: performance.now() - startedAt,
  });
  return host.redactor.value(outcome);
}

/** A report for people: a table, and a picture (SVG). Names in them come from the plugin. */
export async function showBench({
  report,
  comparison,
}: Pick<BenchOutcome, 'report' | 'comparison'>): Promise<{ text: string; svg: string }> {
  const { benchSvg, benchText } = await import('@plugwright/verify');
  return { text: benchText(report, comparison), svg: benchSvg(report) };
}

async function baselineText(host: Host, path: string): Promise<string> {
  const file = fromCwd(host.cwd, path);
  const found = await host.files.stat(file).catch(() => undefined);
  if (found?.isFile() && found.size <= baselineLimit) return host.files.readFile(file, 'utf8');
  throw new PlugwrightError({
    code: 'PW_BENCH_BASELINE',
    message: `there is no baseline at ${path}.`,
    hint: 'Write one with plugwright bench --save FILE.',
  });
}
