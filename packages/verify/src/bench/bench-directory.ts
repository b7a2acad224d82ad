import type { DriverName, Isolation, IsolationLevel } from '@plugwright/sandbox';
import { findIsolation, requireLevel } from '@plugwright/sandbox';
import { PlugwrightError } from '@plugwright/errors';
import { readSpec, type PluginSpec } from '@plugwright/spec';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findStore, type DependencyStore } from '../dependency-store.js';
import { bundlePath, bundlePlugin } from '../gate-bundle.js';
import { declaredPackages, manifestOf } from '../package-manifest.js';
import { readPluginDirectory } from '../read-plugin-directory.js';
import type { GateDiagnostic, SourceFile } from '../report.js';
import { createWorkspace } from '../workspace.js';
import { benchFindings } from './bench-findings.js';
import { type BenchEffort, benchPlugin, type BenchResult, fullEffort } from './bench-plugin.js';
import type { BenchReport } from './bench-report.js';
import { machineFacts } from './machine-facts.js';
import { requireSameMachine } from './compare-reports.js';
import { packBundle } from './pack-bundle.js';

/** How to measure a plugin. */
export interface BenchOptions {
  /** An older report of this machine, as {@link BenchOutcome} has it. */
  baseline?: BenchReport | undefined;
  /** How often; default 9 processes for times and 3 for memory. */
  effort?: BenchEffort | undefined;
  /** The spec, when the caller has it already; default: `plugwright.yaml` among the files. */
  spec?: PluginSpec | undefined;
  store?: DependencyStore | undefined;
  isolation?: Isolation | DriverName | undefined;
  requireIsolation?: IsolationLevel | undefined;
  /** Limit of one process in ms; default 300 s: a machine may have little time for it. */
  timeoutMs?: number | undefined;
  workspaceParent?: string | undefined;
  now?: (() => Date) | undefined;
  signal?: AbortSignal | undefined;
  onProcess?: ((done: number, of: number) => void) | undefined;
}

/** What was measured, and what is wrong with it. */
export interface BenchOutcome extends BenchResult {
  ok: boolean;
  diagnostics: GateDiagnostic[];
  /** The report as a later `baseline`: with the bundle in it. */
  baseline: BenchReport;
}

/**
 * Measures a plugin in memory, in the sandbox, with network and models replaced by recorded answers.
 *
 * @throws PlugwrightError `PW_BENCH_NOT_MEASURED`, `PW_BENCH_OTHER_MACHINE`, `PW_VERIFY_STORE_MISSING`,
 *   `PW_SANDBOX_REQUIRED`, `PW_SANDBOX_DRIVER`.
 */
export async function benchFiles(
  files: readonly SourceFile[],
  options: BenchOptions = {},
): Promise<BenchOutcome> {
  const { signal, baseline } = options;
  const store = options.store ?? findStore();
  const { isolation: given } = options;
  const isolation =
    typeof given === 'object'
      ? given
      : await findIsolation({ ...(given && { driver: given }), signal });
  requireLevel(isolation, options.requireIsolation);
  // Before minutes go by.
  if (baseline) requireSameMachine(baseline.machine, machineFacts(isolation));
  const manifest = manifestOf(files);
  const spec = options.spec ?? specOf(files);
  const workspace = createWorkspace({ parent: options.workspaceParent });
  try {
    workspace.sync(files);
    workspace.link(store, declaredPackages(manifest));
    const { diagnostics, evidence } = await bundlePlugin(workspace.root, files, undefined);
    const [error] = diagnostics.filter(({ severity }) => severity === 'error');
    const { bytes, digest } = evidence;
    if (typeof bytes !== 'number' || typeof digest !== 'string')
      throw new PlugwrightError({
        code: 'PW_BENCH_NOT_MEASURED',
        message: `the plugin cannot be bundled: ${error?.message ?? 'unknown'}`,
        hint: 'Run plugwright verify first; it says what is wrong.',
      });
    const result = await benchPlugin(
      {
        root: workspace.root,
        spec,
        manifest,
        store,
        isolation,
        readOnly: workspace.linked(),
        bundle: { bytes, digest },
      },
      {
        effort: options.effort ?? fullEffort,
        baseline,
        timeoutMs: options.timeoutMs ?? 300_000,
        now: options.now ?? (() => new Date()),
        signal,
        onProcess: options.onProcess,
      },
    );
    const found = benchFindings(result.report, result.comparison);
    const packed = packBundle(await readFile(join(workspace.root, bundlePath)));
    return {
      ok: !found.some(({ severity }) => severity === 'error'),
      diagnostics: found,
      ...result,
      baseline: { ...result.report, bundle: { ...result.report.bundle, packed } },
    };
  } finally {
    workspace.remove();
  }
}

/** As {@link benchFiles}, for a directory, which is only read. */
export async function benchDirectory(
  dir: string,
  options: BenchOptions = {},
): Promise<BenchOutcome> {
  const files = await readPluginDirectory(dir);
  const store = options.store ?? findStore({ pluginDir: dir });
  return benchFiles(files, { ...options, store });
}

function specOf(files: readonly SourceFile[]): PluginSpec | undefined {
  const text = files.find(({ path }) => path === 'plugwright.yaml')?.text;
  const read = text === undefined ? undefined : readSpec(text, { source: 'plugwright.yaml' });
  return read?.ok ? read.spec : undefined;
}
