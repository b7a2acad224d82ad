import {
  type CertificateFacts,
  isSecretRule,
  type Sbom,
  sbomOf,
  type Tarball,
} from '@plugwright/certify';
import { findIsolation } from '@plugwright/sandbox';
import type { SarifLog } from '@plugwright/scan';
import type { SourceFile, VerifyReport } from '@plugwright/verify';
import { step } from '../steps.js';
import { measureSpeed } from './bench-facts.js';
import { recipeOf } from './build-plugin.js';
import type { CollectOptions, Work } from './collect-work.js';
import { capabilityFacts, gateFacts, isolationFact } from './gate-facts.js';
import { generatedFiles, libraryFiles } from './generator-library.js';
import { historyFacts } from './history-facts.js';
import {
  environmentFacts,
  manifestFacts,
  strictOf,
  unlistedDependencies,
} from './manifest-facts.js';
import { packPlugin } from './pack-plugin.js';
import { auditPackages, resolvePackages } from './package-facts.js';
import { readPlugin } from './read-plugin.js';
import { loadedFact, loadPacked, runGates } from './run-gates.js';
import { scanFacts } from './scan-facts.js';
import { coverageFacts, mutationFacts } from './test-facts.js';

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

/** Enough to tell tests that check something from those that do not, in about a minute. */
const defaultMutants = 12;

/** Finds out everything that a policy can ask about a plugin. What cannot be found out is absent. */
export async function collectFacts(path: string, options: CollectOptions): Promise<Collected> {
  const { host, signal, onStep, mutants = defaultMutants } = options;
  const given = await readPlugin(path, host);
  const { findStore, readPluginDirectory } = await import('@plugwright/verify');
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
    async () => packPlugin(work, sources),
    ({ tarball }) => `${Object.keys(tarball.files).length} files`,
  );
  const { tarball, files, contents } = packed;
  const report = await runGates(work, files, packed.gates);
  const loads = packed.built ? await loadPacked(work, contents) : undefined;
  const { manifest } = given;
  const boot = report.gates.find(({ gate }) => gate === 'boot');
  const { readTree } = await import('@plugwright/scan');
  const tree = given.kind === 'directory' ? await readTree(given.path) : undefined;
  const scans = await work.step(
    'scan',
    () => scanFacts(work, contents, tree),
    ({ findings }) => findings,
  );
  const measured = packed.gates.includes('tests')
    ? await work.step(
        'coverage',
        () => coverageFacts(work, files, report),
        (one) => one.coverage && `${one.coverage.percent.toFixed(0)} %`,
      )
    : undefined;
  const resolved = await resolvePackages(work, tree?.files ?? contents);
  const audited =
    resolved &&
    (await work.step(
      'audit',
      () => auditPackages(work, resolved),
      (one) => one.audit?.answer,
    ));
  const isTested = measured?.tests !== undefined;
  const mutation =
    isTested && mutants > 0
      ? await work.step(
          'mutants',
          () => mutationFacts(work, files, mutants),
          (one) => one && `${one.killed} of ${one.tried} noticed`,
        )
      : undefined;
  const performance =
    boot?.status === 'passed' && options.bench !== 'none'
      ? await work.step('bench', () => measureSpeed(work, files))
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
    facts.sbom = {
      format: 'CycloneDX',
      specVersion: '1.6',
      components: sbom.components.length,
      missing: unlistedDependencies(manifest, resolved.packages),
    };
  return {
    facts,
    tarball,
    made: packed.made,
    sbom,
    sarif: scans.sarif,
    evidence: report.evidence ?? null,
  };
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
