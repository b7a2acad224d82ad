import {
  type DriverName,
  findIsolation,
  type Isolation,
  type IsolationLevel,
  requireLevel,
  restrictedWarning,
  sandboxWorkspace,
} from '@plugwright/sandbox';
import { createRedactor, environmentSecrets, type Redactor } from '@plugwright/vault/redact';
import { readSpec, type PluginSpec } from '@plugwright/spec';
import { dirname } from 'node:path';
import { findStore, type DependencyStore } from './dependency-store.js';
import { makeEvidence } from './evidence/make-evidence.js';
import { bootPlugin } from './gate-boot.js';
import { bundlePlugin } from './gate-bundle.js';
import { checkSyntax } from './gate-parse.js';
import { checkTypes } from './gate-types.js';
import { checkPerformance } from './gate-performance.js';
import { runTests } from './gate-tests.js';
import { failure, runGate, skipGate, type GateFindings } from './gate.js';
import { declaredPackages, manifestOf, type PackageManifest } from './package-manifest.js';
import { readPluginDirectory } from './read-plugin-directory.js';
import {
  gateNames,
  type GateName,
  type GateResult,
  type SourceFile,
  type VerifyIsolation,
  type VerifyProgress,
  type VerifyReport,
} from './report.js';
import { checkStore } from './seal-store.js';
import { createTypeChecker, type TypeChecker } from './type-checker.js';
import { createWorkspace, type Workspace } from './workspace.js';

/** How to verify. */
export interface VerifyOptions {
  /**
   * Gates to run; default all, `performance` only when the spec has budgets. A gate brings those it stands on:
   * `boot` needs `bundle`.
   */
  gates?: readonly GateName[] | undefined;
  /** Runs `performance` too, whatever the spec says. */
  bench?: boolean | undefined;
  /** Where dependencies come from; default `findStore()`. */
  store?: DependencyStore | undefined;
  /** A warm type checker; default: one for this call. */
  checker?: TypeChecker | undefined;
  /** The spec, when the caller has it already; default: `plugwright.yaml` among the files. */
  spec?: PluginSpec | undefined;
  onProgress?: ((event: VerifyProgress) => void) | undefined;
  /** Ends everything within a second. The report then says `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Limit per gate in ms; default 60 s, 120 s for `tests`. */
  timeoutMs?: Partial<Record<GateName, number>> | undefined;
  /** Lets the plugin reach the network while it boots; default no. The level is then at most `restricted`. */
  network?: boolean | undefined;
  /** What the plugin is run in; default: the best that is here (`findIsolation`). */
  isolation?: Isolation | DriverName | undefined;
  /** Refuses to run the plugin at a lower level; default: any. */
  requireIsolation?: IsolationLevel | undefined;
  /** Puts the evidence document into the report; default no. */
  evidence?: boolean | undefined;
  /** The time that the evidence gives; default the clock of this machine. */
  now?: (() => Date) | undefined;
  /** Leaves the working directory in place, for a look; its path is in no report. */
  keep?: boolean | undefined;
  /** Takes secrets out of findings and evidence; default: one that knows the keys of this process's environment. */
  redactor?: Redactor | undefined;
  /** Parent of the working directory; default: the system's temporary directory. */
  workspaceParent?: string | undefined;
}

/**
 * Runs the gates on a plugin in memory. What is wrong with the plugin is in the report; the call
 * throws only when it cannot work at all.
 *
 * @throws PlugwrightError `PW_VERIFY_STORE_MISSING`, `PW_VERIFY_STORE_CHANGED`, `PW_SANDBOX_REQUIRED`, `PW_SANDBOX_DRIVER`, or `PW_PATH_*`
 *   for a file outside the plugin.
 */
export async function verifyFiles(
  files: readonly SourceFile[],
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const startedAt = performance.now();
  const startedOn = (options.now ?? (() => new Date()))();
  const manifest = manifestOf(files);
  const specFile = files.find((file) => file.path === 'plugwright.yaml');
  const read =
    specFile && !options.spec ? readSpec(specFile.text, { source: specFile.path }) : undefined;
  const spec = options.spec ?? (read?.ok ? read.spec : undefined);
  const results = new Map<GateName, GateResult>();
  const wanted = wantedGates(options, spec);
  const store = options.store ?? findStore();
  if (store.origin === 'cache') checkStore(dirname(store.modules));
  const isolation = await isolationFor(options);
  const workspace = createWorkspace({ parent: options.workspaceParent, keep: options.keep });
  try {
    await runGates({
      files,
      spec,
      specProblems: read?.ok === false ? read.diagnostics : [],
      manifest,
      store,
      workspace,
      isolation,
      options,
      wanted,
      redactor: options.redactor ?? createRedactor(() => environmentSecrets(process.env)),
      results,
    });
  } finally {
    workspace.remove();
  }
  const cancelled = options.signal?.aborted ?? false;
  const gates = wanted.map(
    (gate) =>
      results.get(gate) ?? skipGate(gate, cancelled ? 'cancelled' : 'an earlier gate failed'),
  );
  const report: VerifyReport = {
    ok: !cancelled && gates.every((gate) => gate.status === 'passed'),
    cancelled,
    plugin: {
      name: typeof manifest?.name === 'string' ? manifest.name : '',
      ...(typeof manifest?.version === 'string' ? { version: manifest.version } : {}),
      files: files.length,
      bytes: files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0),
      generated: spec !== undefined,
    },
    gates,
    isolation: summaryOf(isolation),
    durationMs: performance.now() - startedAt,
  };
  if (!options.evidence) return report;
  const evidence = makeEvidence({ files, spec, store, isolation, report, startedAt: startedOn });
  return { ...report, evidence };
}

/**
 * Runs the gates on a plugin's directory, which is only read. Its own `node_modules` are used when
 * they hold what is needed.
 *
 * @throws PlugwrightError as `verifyFiles`, and `PW_VERIFY_DIRECTORY`, `PW_VERIFY_TOO_LARGE`.
 */
export async function verifyDirectory(
  dir: string,
  options: VerifyOptions = {},
): Promise<VerifyReport> {
  const files = await readPluginDirectory(dir);
  const store = options.store ?? findStore({ pluginDir: dir });
  return verifyFiles(files, { ...options, store });
}

async function isolationFor(options: VerifyOptions): Promise<Isolation> {
  const { isolation: given, network, requireIsolation, signal } = options;
  const found =
    typeof given === 'object'
      ? given
      : await findIsolation({ ...(given && { driver: given }), signal });
  const isolation: Isolation =
    network && found.level === 'sandbox'
      ? { ...found, level: 'restricted', reason: 'the network is open', hint: 'Leave it closed.' }
      : found;
  requireLevel(isolation, requireIsolation);
  return isolation;
}

function summaryOf({ level, driver, reason, hint }: Isolation): VerifyIsolation {
  if (level === 'sandbox') return { level, driver };
  return {
    level,
    driver,
    ...(reason && { reason }),
    warning: restrictedWarning,
    ...(hint && { hint }),
  };
}

interface Run {
  files: readonly SourceFile[];
  spec: PluginSpec | undefined;
  specProblems: GateFindings['diagnostics'];
  manifest: PackageManifest | undefined;
  store: DependencyStore;
  workspace: Workspace;
  isolation: Isolation;
  options: VerifyOptions;
  wanted: readonly GateName[];
  redactor: Redactor;
  results: Map<GateName, GateResult>;
}

const needs: Partial<Record<GateName, readonly GateName[]>> = {
  boot: ['bundle'],
  performance: ['bundle', 'boot'],
};

/** Measuring takes seconds: it is for who asks for it, in the spec or in the call. */
function wantedGates({ gates, bench }: VerifyOptions, spec: PluginSpec | undefined): GateName[] {
  const hasBudget = Object.values(spec?.budgets ?? {}).some((budget) => budget !== undefined);
  const asked = gates ?? gateNames.filter((gate) => gate !== 'performance' || hasBudget);
  const all = [...asked, ...(bench ? (['performance'] as const) : [])];
  const wanted = new Set(all.flatMap((gate) => [gate, ...(needs[gate] ?? [])]));
  return gateNames.filter((gate) => wanted.has(gate));
}

/** `parse`, then `types` beside `bundle` and `boot`, then `tests`, and at last, undisturbed, `performance`. */
async function runGates(run: Run): Promise<void> {
  const { files, workspace, store, manifest, options } = run;
  const failed = () => [...run.results.values()].some((result) => result.status === 'failed');
  const limit = (gate: GateName) =>
    options.timeoutMs?.[gate] ?? (gate === 'tests' ? 120_000 : 60_000);

  await gate(run, 'parse', options.signal, () => parse(run));
  if (failed() || options.signal?.aborted) return;
  workspace.sync(files);
  const missing = workspace.link(store, declaredPackages(manifest));

  // A type error makes the boot pointless: it is stopped, and its result does not count.
  const stopBoot = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, stopBoot.signal])
    : stopBoot.signal;
  const types = async () => {
    await gate(run, 'types', options.signal, () => typeCheck(run, limit('types')));
    if (run.results.get('types')?.status === 'failed') stopBoot.abort();
  };
  const bundleAndBoot = async () => {
    await gate(run, 'bundle', signal, () => bundle(run, missing));
    if (run.results.get('bundle')?.status !== 'passed') return;
    await gate(run, 'boot', signal, () =>
      bootPlugin(workspace.root, {
        spec: run.spec,
        manifest,
        network: options.network,
        isolation: run.isolation,
        readOnly: workspace.linked(),
        timeoutMs: limit('boot'),
        signal,
      }),
    );
  };
  await Promise.all([types(), bundleAndBoot()]);
  if (stopBoot.signal.aborted) {
    run.results.delete('bundle');
    run.results.delete('boot');
  }
  if (failed() || options.signal?.aborted) return;
  await gate(run, 'tests', options.signal, () =>
    runTests(workspace.root, {
      isolation: run.isolation,
      readOnly: workspace.linked(),
      timeoutMs: limit('tests'),
      signal: options.signal,
    }),
  );
  if (failed() || options.signal?.aborted) return;
  await gate(run, 'performance', options.signal, () =>
    checkPerformance({
      root: workspace.root,
      spec: run.spec,
      manifest,
      store,
      isolation: run.isolation,
      readOnly: workspace.linked(),
      bundle: run.results.get('bundle')?.evidence ?? {},
      timeoutMs: limit('performance'),
      now: options.now ?? (() => new Date()),
      signal: options.signal,
    }),
  );
}

async function gate(
  run: Run,
  name: GateName,
  signal: AbortSignal | undefined,
  work: () => Promise<GateFindings>,
): Promise<void> {
  if (!run.wanted.includes(name)) return;
  run.options.onProgress?.({ type: 'gate-started', gate: name });
  try {
    const found = withoutPath(await runGate(name, signal, work), run.workspace.root);
    const result = run.redactor.value(found);
    run.results.set(name, result);
    run.options.onProgress?.({ type: 'gate-ended', gate: name, result });
  } catch (error) {
    // Cancelled: the gate has no result.
    if (!signal?.aborted) throw error;
  }
}

/** Where we worked says nothing about the plugin, and differs from run to run. */
function withoutPath(result: GateResult, root: string): GateResult {
  const inJson = JSON.stringify(root).slice(1, -1);
  const text = JSON.stringify(result).replaceAll(inJson, '.').replaceAll(sandboxWorkspace, '.');
  return JSON.parse(text) as GateResult;
}

async function parse(run: Run): Promise<GateFindings> {
  const found = await checkSyntax(run.files, run.spec !== undefined);
  const inSpec = run.specProblems.map((each) => ({
    ...each,
    file: 'plugwright.yaml',
    ...(each.position && { line: each.position.line, column: each.position.column }),
  }));
  return { ...found, diagnostics: [...found.diagnostics, ...inSpec] };
}

async function typeCheck(run: Run, timeoutMs: number): Promise<GateFindings> {
  const { checker, signal } = run.options;
  if (checker) return checkTypes(run.files, checker, signal);
  const own = await createTypeChecker({ store: run.store, timeoutMs });
  try {
    return await checkTypes(run.files, own, signal);
  } finally {
    await own.close();
  }
}

async function bundle(run: Run, missing: readonly string[]): Promise<GateFindings> {
  const { workspace, files, spec, store } = run;
  const found = await bundlePlugin(workspace.root, files, spec?.budgets.bundleBytes);
  const absent = missing.filter((name) =>
    found.diagnostics.some((each) => each.message.includes(`"${name}`)),
  );
  return {
    diagnostics: [
      ...found.diagnostics,
      ...absent.map((name) =>
        failure('PW_BUNDLE_NOT_INSTALLED', `${name} is declared, but not installed`, {
          file: 'package.json',
          hint: 'Install the dependencies of the plugin in its directory, then verify again.',
        }),
      ),
    ],
    evidence: { ...found.evidence, store: { origin: store.origin, versions: store.versions } },
  };
}
