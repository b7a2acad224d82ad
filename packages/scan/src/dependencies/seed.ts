import type { Advisory } from './advisory.js';
import type { Severity } from '../rules/rule.js';
import data from './data/seed-advisories.json' with { type: 'json' };
import { createHash } from 'node:crypto';

/** A small set of old advisories that is always there. It can say "vulnerable", never "clean". */
export interface SeedAdvisories {
  readonly asOf: string;
  readonly digest: string;
  readonly byPackage: ReadonlyMap<string, readonly Advisory[]>;
}

/** The advisories of the Node.js security working group (see `scripts/seed-advisories.mjs`). */
export function seedAdvisories(): SeedAdvisories {
  const byPackage = new Map<string, Advisory[]>();
  for (const [name, id, title, severity, range, aliases] of data.advisories as [
    string,
    string,
    string,
    Severity,
    string,
    string[],
  ][]) {
    const all = byPackage.get(name) ?? [];
    byPackage.set(name, all);
    all.push({ id, aliases, package: name, title, severity, cwe: [], range });
  }
  return {
    asOf: data.asOf,
    digest: createHash('sha256').update(JSON.stringify(data)).digest('hex'),
    byPackage,
  };
}
