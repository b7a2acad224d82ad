import { basename, join } from 'node:path';
import { lstat, readFile } from 'node:fs/promises';
import { PlugwrightError } from '@plugwright/errors';
import { readTree } from '../scan-path.js';
import { treeOf, type SourceTree } from '../source-tree.js';
import { applyWaivers, type Waiver } from '../waivers.js';
import { auditFindings } from './audit-findings.js';
import type { AuditedPackage, AuditResult } from './audit-result.js';
import {
  type AdvisoryOptions,
  checkAdvisories,
  type CheckedAdvisories,
  DEFAULT_ADDRESS,
  LIMIT_DAYS,
} from './check-advisories.js';
import { ownImports } from './own-imports.js';
import { packageChecks } from './package-checks.js';
import { packageSource, type PackageSource } from './package-source.js';
import { keyOf } from './provider.js';
import { type LockedPackage, type Lockfile, readLockfile } from './read-lockfile.js';
import { OTHER_LOCKFILES, readOtherLockfile } from './read-other-lockfile.js';
import { type PackageMetadata, registryMetadata } from './registry-metadata.js';

export interface AuditOptions extends AdvisoryOptions {
  /** Leave out what is only there for development. */
  readonly omitDev?: boolean | undefined;
  /** Ask the registry for the document of each package; default yes, where there is a network. */
  readonly metadata?: boolean | undefined;
  readonly waivers?: readonly Waiver[] | undefined;
}

const LOCKFILES = ['npm-shrinkwrap.json', 'package-lock.json'] as const;

/**
 * Audits the dependencies of a plugin: a directory, a tarball, or a lockfile alone. Nothing is installed and nothing
 * run; the network is asked only when `network` is given.
 *
 * @throws PlugwrightError `PW_SCAN_*` when there is nothing to read, `PW_AUDIT_LOCKFILE` when the lockfile is none, and
 *   the reason of the network's signal.
 */
export async function auditPath(path: string, options: AuditOptions = {}): Promise<AuditResult> {
  const entry = await lstat(path).catch(() => undefined);
  const other = OTHER_LOCKFILES.find((name) => name === basename(path));
  if (!entry?.isFile() || (!path.endsWith('.json') && other === undefined))
    return auditTree(await readTree(path), options);
  if (entry.size > LARGEST)
    throw new PlugwrightError({
      code: 'PW_AUDIT_LOCKFILE',
      message: `${path} is too large for a lockfile.`,
      hint: `Give ${[...LOCKFILES, ...OTHER_LOCKFILES].join(', ')}.`,
    });
  const manifest = await readFile(join(path, '..', 'package.json')).catch(() => undefined);
  const files = [
    [other ?? 'package-lock.json', await readFile(path)] as const,
    ...(manifest ? [['package.json', manifest] as const] : []),
  ];
  return auditTree(treeOf(files), options, false);
}

/** Bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Audits a tree in memory; see {@link auditPath}. `hasCode` is false when the tree is a lockfile alone. */
export async function auditTree(
  tree: SourceTree,
  options: AuditOptions = {},
  hasCode = true,
): Promise<AuditResult> {
  const there = [...LOCKFILES, ...OTHER_LOCKFILES].filter((name) => tree.files.has(name));
  const [path] = there;
  if (path === undefined) return withoutLockfile(tree, options);
  const decode = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
  const text = decode(tree.files.get(path)) ?? '';
  const lockfile = OTHER_LOCKFILES.includes(path)
    ? await readOtherLockfile(path, text, manifestsOf(tree))
    : await readLockfile(path, text, readable(decode(tree.files.get('package.json'))));
  const registry = options.network?.registry ?? options.registry ?? DEFAULT_ADDRESS.npm;
  const rows = lockfile.packages
    .filter((one) => options.omitDev !== true || !one.dev)
    .map((locked) => ({ locked, source: packageSource(locked, registry) }));
  const known = rows.filter(isChecked).map(({ locked }) => locked);
  const missing = lockfile.outOfStep.length;
  const checked = await checkAdvisories(known, options, rows.length - known.length + missing);
  const metadata = await metadataOf(known, options);
  const imports = hasCode ? ownImports(tree) : undefined;
  const packages = rows.map((row) => audited(row, checked, metadata, imports, options));
  const findings = auditFindings(lockfile, packages, lockfile.outOfStep);
  return {
    ...checked.verdict,
    lockfile: { path: lockfile.path, sha256: lockfile.sha256 },
    notes: [...checked.verdict.notes, ...notesOf(lockfile, there.slice(1))],
    packages,
    findings: options.waivers
      ? applyWaivers(findings, options.waivers, options.now ?? new Date())
      : findings,
  };
}

interface Sourced {
  readonly locked: LockedPackage;
  readonly source: PackageSource;
}

/** Advisories speak of the packages of the registry; one inside another package has its name and version too. */
const isChecked = ({ locked, source }: Sourced): boolean =>
  (source === 'registry' || source === 'bundled') && locked.version !== '';

/** A manifest that is no JSON object tells nothing; the lockfile has a copy of what counts. */
function readable(manifest: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(manifest ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? manifest
      : undefined;
  } catch {
    return undefined;
  }
}

/** The manifests of the project and its workspaces, by path. */
const manifestsOf = (tree: SourceTree): ReadonlyMap<string, string> =>
  new Map(
    [...tree.files]
      .filter(([path]) => /^(?:(?!node_modules\/)[^/]+\/)*package\.json$/.test(path))
      .map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
  );

function withoutLockfile(tree: SourceTree, options: AuditOptions): AuditResult {
  const limitDays = options.limitDays ?? LIMIT_DAYS;
  return {
    answer: 'unknown',
    sentence: tree.files.has('bun.lockb')
      ? 'bun.lockb is binary and not read. Make bun.lock with bun install --save-text-lockfile --lockfile-only.'
      : 'There is no lockfile, so nobody can say which versions are installed. Make one with npm install --package-lock-only --ignore-scripts.',
    coverage: { checked: 0, total: 0 },
    limitDays,
    stale: false,
    sources: [],
    notes: [],
    packages: [],
    findings: [],
  };
}

async function metadataOf(
  packages: readonly LockedPackage[],
  { network, metadata = true }: AuditOptions,
): Promise<ReadonlyMap<string, PackageMetadata>> {
  if (!network || !metadata) return new Map();
  const wanted = new Map<string, string[]>();
  for (const { name, version } of packages) {
    const all = wanted.get(name) ?? [];
    wanted.set(name, all);
    if (!all.includes(version)) all.push(version);
  }
  return registryMetadata(wanted, network);
}

function audited(
  { locked, source }: Sourced,
  { checkedBy, vulnerabilities }: CheckedAdvisories,
  metadata: ReadonlyMap<string, PackageMetadata>,
  imports: ReadonlySet<string> | undefined,
  options: AuditOptions,
): AuditedPackage {
  const { name, version, location, path, direct, dev, optional, integrity } = locked;
  const asked = isChecked({ locked, source });
  const flaws = (asked ? vulnerabilities.get(keyOf(locked)) : undefined) ?? [];
  const answered = asked ? checkedBy.get(keyOf(locked)) : undefined;
  const checks = packageChecks({
    locked,
    source,
    metadata: asked ? metadata.get(name) : undefined,
    now: options.now ?? new Date(),
  });
  return {
    name,
    version,
    location,
    path,
    direct,
    dev,
    optional,
    integrity,
    imported: imports?.has(locked.installedAs),
    reached: imports?.has(locked.firstHop),
    checks: {
      ...checks,
      vulnerabilities:
        flaws.length > 0
          ? { status: 'fail', detail: flaws.map(({ id }) => id).join(', ') }
          : answered === undefined
            ? { status: 'not-evaluated', detail: 'no complete source answered' }
            : { status: 'pass', detail: answered },
    },
    vulnerabilities: flaws,
  };
}

const notesOf = ({ path, outOfStep, peers }: Lockfile, others: readonly string[]): string[] => [
  ...(others.length > 0 ? [`Read: ${path}. Not read: ${shown(others)}.`] : []),
  ...(outOfStep.length > 0 ? [`The lockfile does not fit package.json: ${shown(outOfStep)}.`] : []),
  ...(peers.length > 0 ? [`Brought by the host and not audited: ${shown(peers)}.`] : []),
];

const shown = (names: readonly string[]): string =>
  names.length > 10
    ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more`
    : names.join(', ');
