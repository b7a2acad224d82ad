import {
  type CertificateFacts,
  digestOf,
  isSecretRule,
  packFiles,
  type Sbom,
  sbomOf,
  type Tarball,
  unpackTarball,
} from '@plugwright/certify';
import { findIsolation, type Isolation } from '@plugwright/sandbox';
import type { SarifLog } from '@plugwright/scan';
import type { DependencyStore, SourceFile, VerifyReport } from '@plugwright/verify';
import type { Host } from '../host.js';
import { auditSettings } from '../audit.js';
import { type OnStep, step } from '../steps.js';
import { auditFacts } from './audit-facts.js';
import { benchFacts } from './bench-facts.js';
import { readWaivers } from '../read-waivers.js';
import { type BuildRecipe, recipeOf } from './build-plugin.js';
import { capabilityFacts, gateFact, gateFacts, isolationFact, scanFact } from './gate-facts.js';
import { acceptLibrary, generatedFiles, libraryFiles } from './generator-library.js';
import { historyFacts } from './history-facts.js';
import { measureMutants } from './measure-mutants.js';
import { resolvedInLockfile, resolvedInStore, type ResolvedPackages } from './lock-facts.js';
import { declaredPackages, environmentFacts, manifestFacts, strictOf } from './manifest-facts.js';
import { coverageOf, measureTests, testedComponents } from './measure-tests.js';
import { asBuilt } from './plugin-shim.js';
import { type GivenPlugin, readPlugin, textFiles } from './read-plugin.js';
import { stagePlugin } from './stage-plugin.js';

/** Facts, and the documents that they were taken from. */
export interface Collected {
  facts: CertificateFacts;
  tarball: Tarball;
  /** The tarball was made here. */
  made: boolean;
  sbom: Sbom;
  sarif: SarifLog;
  evidence: unknown;
}

export interface CollectOptions {
  host: Host;
  waivers?: string | undefined;
  offline?: boolean | undefined;
  /** Changes of the source that the tests are tried with; default 12, 0: none. */
  mutants?: number | undefined;
  /** How thoroughly its performance is measured; `none`: not at all. Default `full`. */
  bench?: 'full' | 'quick' | 'none' | undefined;
  onStep?: OnStep | undefined;
  signal?: AbortSignal | undefined;
  /** Of Plugwright. */
  version: string;
}

/** Enough to tell tests that check something from those that do not, in about a minute. */
const defaultMutants = 12;

/** Everything that steps share. */
interface Work extends CollectOptions {
  given: GivenPlugin;
  isolation: Isolation;
  store: DependencyStore;
  /** How it is built here; absent where that is not known. */
  recipe?: BuildRecipe | undefined;
  /** Unchanged files of the generator's library. */
  library: ReadonlySet<string>;
  step: <T>(
    name: string,
    work: () => Promise<T>,
    detail?: (result: T) => string | undefined,
  ) => Promise<T>;
}

/** Finds out everything that a policy can ask about a plugin. What cannot be found out is absent. */
export async function collectFacts(path: string, options: CollectOptions): Promise<Collected> {
  const { host, signal, onStep, mutants = defaultMutants } = options;
  const given = await readPlugin(path, host);
  const { findStore } = await import('@plugwright/verify');
  const { readPluginDirectory } = await import('@plugwright/verify');
  const sources = given.kind === 'directory' ? await readPluginDirectory(given.path) : [];
  const work: Work = {
    ...options,
    given,
    recipe: recipeOf(given.manifest, sources),
    library: libraryFiles(await generatedFiles(sources)),
    isolation: await findIsolation({ env: host.env, signal }),
    store: findStore(given.kind === 'directory' ? { pluginDir: given.path } : {}),
    step: (name, run, detail) => step(name, { onStep, now: host.now, signal }, run, detail),
  };
  const packed = await work.step(
    'pack',
    async () => pack(work, sources),
    ({ tarball }) => `${Object.keys(tarball.files).length} files`,
  );
  const { tarball, files, contents } = packed;
  const report = await runGates(work, files, packed.gates);
  const loads = packed.built ? await loadPacked(work, contents) : undefined;
  const { manifest } = given;
  const boot = report.gates.find(({ gate }) => gate === 'boot');
  const scans = await work.step(
    'scan',
    () => scan(work, contents),
    ({ findings }) => findings,
  );
  const measured = packed.gates.includes('tests')
    ? await work.step(
        'coverage',
        () => coverage(work, files, report),
        (one) => one.coverage && `${one.coverage.percent.toFixed(0)} %`,
      )
    : undefined;
  const resolved = await resolve(work, contents);
  const audited =
    resolved &&
    (await work.step(
      'audit',
      () => audit(work, resolved),
      (one) => one.audit?.answer,
    ));
  const isTested = measured?.tests !== undefined;
  const mutation =
    isTested && mutants > 0
      ? await work.step(
          'mutants',
          () => mutate(work, files, mutants),
          (one) => one && `${one.killed} of ${one.tried} noticed`,
        )
      : undefined;
  const performance =
    boot?.status === 'passed' && options.bench !== 'none'
      ? await work.step('bench', () => bench(work, files))
      : undefined;
  const history =
    given.kind === 'directory'
      ? await historyFacts(given.path, { ...work, isSecret: isSecretRule })
      : undefined;
  const facts: CertificateFacts = {
    factsVersion: 1,
    plugin: { name: manifest.name, version: manifest.version },
    collectedAt: new Date(host.now()).toISOString(),
    package: {
      file: tarball.file,
      sha256: tarball.sha256,
      bytes: tarball.bytes.byteLength,
      files: tarball.files,
      deterministic: packed.deterministic,
    },
    ...(packed.source && { source: packed.source }),
    ...(packed.build && { build: packed.build }),
    ...generatorOf(files),
    tools: toolsOf(report, options.version),
    machine: { node: host.node, platform: host.platform, arch: host.arch },
    isolation: isolationFact(work.isolation),
    gates: gateFacts(report),
    strict: await strictOf(files),
    loads: loads ?? loadedFact(report),
    ...measured,
    ...capabilityFacts(report, ['.plugwright-verify']),
    ...(scans.source && { sourceScan: scans.source }),
    packageScan: scans.package,
    manifest: manifestFacts(manifest, Object.keys(tarball.files)),
    environment: environmentFacts(manifest, []),
    ...audited,
    ...(history && { history }),
    ...(mutation && { mutation }),
    ...(performance && { performance }),
    attachments: {
      rules: scans.rules,
      ...(audited?.audit?.digest && { advisories: audited.audit.digest }),
    },
  };
  const sbom = sbomOf(
    { name: manifest.name, version: manifest.version, sha256: tarball.sha256 },
    resolved?.packages ?? [],
    { at: facts.collectedAt, tool: 'plugwright', version: options.version },
  );
  if (resolved)
    facts.sbom = { format: 'CycloneDX', specVersion: '1.6', components: sbom.components.length };
  return {
    facts,
    tarball,
    made: packed.made,
    sbom,
    sarif: scans.sarif,
    evidence: report.evidence ?? null,
  };
}

type GateName = VerifyReport['gates'][number]['gate'];

/** A plugin as bytes, whatever it was given as. */
interface Packed {
  tarball: Tarball;
  made: boolean;
  /** What is in the tarball. */
  contents: Map<string, Uint8Array>;
  /** What the gates look at: the source, or what was packed. */
  files: SourceFile[];
  gates: GateName[];
  /** The gates look at sources, so what is packed has to be loaded besides. */
  built: boolean;
  deterministic: NonNullable<CertificateFacts['package']['deterministic']>;
  source?: CertificateFacts['source'];
  build?: CertificateFacts['build'];
}

const pack = (work: Work, sources: SourceFile[]): Promise<Packed> | Packed =>
  work.given.kind === 'directory' ? packSource(work, work.given, sources) : packGiven(work.given);

async function packSource(
  work: Work,
  given: GivenPlugin & { kind: 'directory' },
  files: SourceFile[],
): Promise<Packed> {
  const { recipe } = work;
  const options = { ...work, recipe, files, packages: declaredPackages(given.manifest) };
  // Twice, in two directories, one after the other: what depends on place or time differs.
  const first = await stagePlugin(given.path, options);
  const second = await stagePlugin(given.path, options);
  const { tarball } = first;
  const same = tarball.sha256 === second.tarball.sha256;
  const spec = files.find(({ path }) => path === 'plugwright.yaml')?.text;
  return {
    tarball,
    made: true,
    contents: unpackTarball(tarball.bytes).files,
    files,
    gates: ['parse', 'types', 'bundle', 'boot', 'tests'],
    built: true,
    deterministic: {
      ok: same,
      reason: same ? 'packed twice with the same bytes' : 'packed twice with different bytes',
    },
    source: { ...first.source, ...(spec === undefined ? {} : { spec: digestOf(spec) }) },
    build: recipe
      ? { recipe: 'tsc', tool: 'typescript', version: first.compiler, again: second.tarball.sha256 }
      : {
          recipe: 'given',
          reason:
            'its build is not one that is known here, so the built files were taken as they are',
        },
  };
}

function packGiven({ bytes, unpacked, manifest, path }: GivenPlugin & { kind: 'tarball' }): Packed {
  const files = Object.fromEntries(
    [...unpacked.files].map(([name, content]) => [name, { bytes: content }]),
  );
  const { files: digests } = packFiles(files, manifest);
  const texts = textFiles(unpacked.files);
  const varies = unpacked.times.size > 1 || [...unpacked.owners].some((owner) => owner !== '0:0');
  const has = (pattern: RegExp) => texts.some((file) => pattern.test(file.path));
  return {
    tarball: {
      file: path.split(/[/\\]/).at(-1) ?? path,
      bytes,
      sha256: digestOf(bytes),
      files: digests,
    },
    made: false,
    contents: unpacked.files,
    files: asBuilt(texts, manifest),
    gates: [
      'parse',
      ...(has(/^tsconfig\.json$/) && has(/(?<!\.d)\.[cm]?tsx?$/) ? (['types'] as const) : []),
      'bundle',
      'boot',
      ...(has(/\.(?:test|spec)\.[cm]?[jt]sx?$/) ? (['tests'] as const) : []),
    ],
    built: false,
    deterministic: varies
      ? { ok: false, reason: 'its entries carry times or users of whoever packed it' }
      : { ok: true, reason: 'its entries carry no time and no user' },
  };
}

async function runGates(work: Work, files: SourceFile[], gates: readonly GateName[]) {
  const { verifyFiles } = await import('@plugwright/verify');
  const { onStep, signal, isolation, store, host } = work;
  return verifyFiles(files, {
    gates,
    evidence: true,
    store,
    isolation,
    signal,
    redactor: host.redactor,
    now: () => new Date(host.now()),
    onProgress: (event) =>
      onStep?.(
        event.type === 'gate-started'
          ? { step: event.gate, state: 'start' }
          : {
              step: event.gate,
              state: ({ passed: 'done', failed: 'failed', skipped: 'skipped' } as const)[
                event.result.status
              ],
              ms: event.result.durationMs,
            },
      ),
  });
}

/** Boots what is in the tarball: that, not the source, is what people install. */
async function loadPacked(work: Work, contents: ReadonlyMap<string, Uint8Array>) {
  const { verifyFiles } = await import('@plugwright/verify');
  const { given, isolation, store, signal, host } = work;
  const report = await work.step('load', () =>
    verifyFiles(asBuilt(textFiles(contents), given.manifest), {
      gates: ['bundle', 'boot'],
      store,
      isolation,
      signal,
      redactor: host.redactor,
    }),
  );
  return loadedFact(report);
}

/** Whether it was loaded: the first of the two gates that failed, else the last. */
function loadedFact(report: VerifyReport) {
  const gates = report.gates.filter(({ gate }) => gate === 'bundle' || gate === 'boot');
  const found = gates.find(({ status }) => status === 'failed') ?? gates.at(-1);
  return found && gateFact(found, report);
}

async function scan(work: Work, contents: ReadonlyMap<string, Uint8Array>) {
  const { readTree, RULES, scanTree, toSarif, treeOf } = await import('@plugwright/scan');
  const { given, host, signal } = work;
  const waivers =
    work.waivers === undefined ? undefined : await readWaivers(work.waivers, host, given.path);
  const inPackage = await scanTree(treeOf(contents), { signal, waivers });
  const inSource =
    given.kind === 'directory'
      ? await scanTree(await readTree(given.path), { signal, waivers })
      : undefined;
  const all = inSource ?? inPackage;
  const open = all.findings.filter(({ waived }) => waived === undefined).length;
  const built = work.recipe?.outDir;
  const fact = (result: typeof all) => acceptLibrary(scanFact(result), work.library, built);
  return {
    source: inSource && fact(inSource),
    package: fact(inPackage),
    sarif: toSarif(all, work.version),
    rules: digestOf(JSON.stringify(RULES)),
    findings: open === 0 ? 'nothing found' : `${open} found`,
  };
}

async function coverage(
  work: Work,
  files: SourceFile[],
  report: VerifyReport,
): Promise<Pick<CertificateFacts, 'tests' | 'coverage'>> {
  if (report.gates.some(({ gate, status }) => gate === 'tests' && status !== 'passed')) return {};
  const measured = await measureTests(files, {
    ...work,
    packages: declaredPackages(work.given.manifest),
  });
  if (measured === undefined) return {};
  const boot = report.gates.find(({ gate }) => gate === 'boot')?.evidence;
  const covered = measured.coverage && coverageOf(measured.coverage, work.library);
  return {
    tests: {
      total: measured.total,
      passed: measured.passed,
      ...testedComponents(boot, measured, files),
    },
    ...(covered && { coverage: covered }),
  };
}

/** Exact versions of what it depends on: its own lockfile, else the store that it was built with. */
async function resolve(
  { given, store }: Work,
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<ResolvedPackages | undefined> {
  const { readTree } = await import('@plugwright/scan');
  const { storeLock } = await import('@plugwright/verify');
  const files = given.kind === 'directory' ? (await readTree(given.path)).files : contents;
  for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
    const bytes = files.get(name);
    const found = bytes && resolvedInLockfile(name, Buffer.from(bytes).toString('utf8'));
    if (found) return found;
  }
  // What it was not built with says nothing about it.
  if (given.kind === 'tarball') return undefined;
  const locked = await storeLock();
  const same = Object.entries(store.versions).every(
    ([name, version]) => locked[`node_modules/${name}`]?.version === version,
  );
  return same ? resolvedInStore(given.manifest, locked) : undefined;
}

/** The packages that it brings along, held against what is known. */
async function audit(work: Work, resolved: ResolvedPackages) {
  const { auditTree } = await import('@plugwright/scan/dependencies');
  const { treeOf } = await import('@plugwright/scan');
  const { given, host, offline, signal, waivers } = work;
  const settings = await auditSettings({ path: given.path, offline, signal, waivers, host });
  const { manifest } = given;
  const own = Object.fromEntries(
    Object.entries(manifest).filter(([key]) => key !== 'devDependencies' || resolved.own),
  );
  const tree = treeOf([
    ['package.json', JSON.stringify(own)],
    [resolved.own ? resolved.from : 'package-lock.json', resolved.lockfile],
  ]);
  return auditFacts(await auditTree(tree, settings, false), resolved.from);
}

const mutate = (work: Work, files: SourceFile[], most: number) =>
  measureMutants(files, {
    ...work,
    most,
    without: work.library,
    packages: declaredPackages(work.given.manifest),
  });

/** What cannot be measured is not evaluated; what went wrong is in the log. */
async function bench(work: Work, files: SourceFile[]) {
  const { benchFiles, fullEffort, quickEffort } = await import('@plugwright/verify');
  const { isolation, store, signal, host } = work;
  try {
    const now = () => new Date(host.now());
    const effort = work.bench === 'quick' ? quickEffort : fullEffort;
    const { report } = await benchFiles(files, { isolation, store, signal, now, effort });
    return benchFacts(report);
  } catch (error) {
    signal?.throwIfAborted();
    host.log.debug(`not measured: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function generatorOf(files: readonly SourceFile[]): Pick<CertificateFacts, 'generator'> {
  const text = files.find(({ path }) => path === '.plugwright/manifest.json')?.text;
  try {
    const { tool } = JSON.parse(text ?? '') as { tool?: { name?: unknown; version?: unknown } };
    return { generator: { name: String(tool?.name), version: String(tool?.version) } };
  } catch {
    return {};
  }
}

const toolsOf = ({ evidence }: VerifyReport, version: string): Record<string, string> => ({
  plugwright: version,
  ...Object.fromEntries(
    (evidence?.gates ?? []).flatMap(({ tools }) => tools.map((tool) => [tool.name, tool.version])),
  ),
});
