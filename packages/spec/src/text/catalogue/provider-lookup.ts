import type { CatalogueEntry } from './catalogue-entry.js';
import { catalogue } from './catalogue.js';

interface Tables {
  ids: ReadonlyMap<string, CatalogueEntry>;
  hosts: ReadonlyMap<string, readonly CatalogueEntry[]>;
  variables: ReadonlyMap<string, readonly CatalogueEntry[]>;
}

let tables: Tables | undefined;

function group(keysOf: (entry: CatalogueEntry) => readonly string[]) {
  const groups = new Map<string, CatalogueEntry[]>();
  for (const entry of catalogue)
    for (const key of keysOf(entry)) {
      const members = groups.get(key);
      if (members === undefined) groups.set(key, [entry]);
      else members.push(entry);
    }
  return groups;
}

/** Built when first asked for: most processes never look anything up. */
function lookups(): Tables {
  return (tables ??= {
    ids: new Map(catalogue.map((entry) => [entry.id, entry])),
    hosts: group((entry) => entry.hosts),
    variables: group((entry) => entry.env.map((variable) => variable.name)),
  });
}

/** The entry of this id. */
export function providerById(id: string): CatalogueEntry | undefined {
  return lookups().ids.get(id);
}

/** Entries on a host or on the domain above it (`pro.api.example.com` → `api.example.com`), exact ones only when there are any. */
export function providersOfHost(host: string): readonly CatalogueEntry[] {
  const { hosts } = lookups();
  let rest = host.toLowerCase().replace(/\.$/, '');
  while (rest.includes('.')) {
    const found = hosts.get(rest);
    if (found !== undefined) return found;
    rest = rest.slice(rest.indexOf('.') + 1);
  }
  return [];
}

/** Entries that read this environment variable. */
export function providersOfEnv(name: string): readonly CatalogueEntry[] {
  return lookups().variables.get(name) ?? [];
}
