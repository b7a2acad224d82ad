import type { CheckId } from './checks.js';
import { type Level, type Policy } from './policy.js';

const limits: Partial<Record<CheckId, number>> = {
  'checked.coverage': 60,
  'hardened.coverage': 80,
  'hardened.mutation': 50,
  'hardened.memory': 5,
};
const ofLevel: Readonly<Record<Level, readonly CheckId[]>> = {
  L0: ['built.manifest', 'built.types', 'built.loads', 'built.package'],
  L1: [
    'checked.tests',
    'checked.tests-per-component',
    'checked.coverage',
    'checked.findings',
    'checked.secrets-source',
    'checked.secrets-package',
    'checked.secrets-history',
    'checked.install-scripts',
    'checked.native-code',
    'checked.dependency-sources',
    'checked.licence',
    'checked.environment',
    'checked.sbom',
  ],
  L2: [
    'hardened.isolation',
    'hardened.network',
    'hardened.dependencies',
    'hardened.pinned',
    'hardened.names',
    'hardened.permissions',
    'hardened.warnings',
    'hardened.tool-text',
    'hardened.coverage',
    'hardened.mutation',
    'hardened.performance',
    'hardened.memory',
    'hardened.handles',
  ],
  L3: [
    'reproducible.rebuild',
    'reproducible.signed',
    'reproducible.provenance',
    'reproducible.review',
  ],
};

/**
 * Several times what the examples need (docs/certificate.md has the figures): a plugin that is over has something wrong
 * with it, not a slow machine under it.
 */
const budgets: Policy['budgets'] = {
  bundleBytes: { base: 250_000, perComponent: 20_000 },
  // The start of an agent with the plugin in it.
  bootMs: { base: 1000, perComponent: 5 },
  // 95th percentile, network and models recorded; a plugin that asks once a second at most keeps it too.
  actionMs: { base: 2000, perComponent: 0 },
  memoryBytes: { base: 400_000_000, perComponent: 1_000_000 },
};

/** The policy that certificates are made under unless another is given: every check required and enforced. */
export const defaultPolicy: Policy = {
  policyVersion: 1,
  name: 'plugwright',
  version: 2,
  validDays: 90,
  checks: (Object.keys(ofLevel) as Level[]).flatMap((level) =>
    ofLevel[level].map((id) => ({
      id,
      level,
      required: true,
      enforced: true,
      ...(limits[id] === undefined ? {} : { limit: limits[id] }),
    })),
  ),
  budgets,
};
