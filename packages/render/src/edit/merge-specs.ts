import { type Diagnostic } from '@plugwright/errors';
import { parseSpec, type PluginSpec, sameJson, type SpecResult } from '@plugwright/spec';
import { problem } from './problem.js';

/** Lists of components, and what tells two of them apart. */
const LISTS = {
  actions: 'name',
  providers: 'name',
  evaluators: 'name',
  services: 'name',
  routes: 'name',
  events: 'event',
  tasks: 'name',
  models: 'type',
} as const;
const PERMISSIONS = {
  hosts: (item: object) => [valueOf(item, 'host')],
  files: (item: object) => [valueOf(item, 'path'), valueOf(item, 'access')],
  environment: (item: object) => [valueOf(item, 'name')],
  processes: (item: object) => [valueOf(item, 'command')],
} as const;

const valueOf = (item: object, key: string): unknown => (item as Record<string, unknown>)[key];

/**
 * `base` with everything that `fragment` holds appended to it, checked as a whole. Identity (name, version,
 * licence, …), budgets and provenance stay those of `base`. What is there already in the same words is not
 * added again; the same name for something else is a `PW_EDIT_SPEC_CONFLICT` at its place in the fragment.
 */
export function mergeSpecs(base: PluginSpec, fragment: PluginSpec): SpecResult {
  const conflicts: Diagnostic[] = [];
  const merged: PluginSpec = { ...base };
  for (const [list, key] of Object.entries(LISTS) as [keyof typeof LISTS, string][]) {
    const additions = fragment[list].map((item) => withoutForeignOrigin(item, base, fragment));
    Object.assign(merged, {
      [list]: append(base[list], additions, (one) => [valueOf(one, key)], `/${list}`, conflicts),
    });
  }
  // Where an API is tells which API it is; time-outs and limits stay as the plugin has set them.
  merged.apis = join(
    base.apis,
    fragment.apis,
    'apis',
    conflicts,
    (a, b) => a.baseUrl === b.baseUrl,
  );
  merged.auth = join(base.auth, fragment.auth, 'auth', conflicts, sameJson);
  merged.schemas = join(base.schemas, fragment.schemas, 'schemas', conflicts, sameJson);
  merged.collections = join(
    base.collections,
    fragment.collections,
    'collections',
    conflicts,
    sameJson,
  );
  merged.environment = append(
    base.environment,
    fragment.environment,
    (one) => [one.name],
    '/environment',
    conflicts,
  );
  merged.permissions = { ...base.permissions };
  for (const [kind, keys] of Object.entries(PERMISSIONS)) {
    const list = kind as keyof typeof PERMISSIONS;
    const there = new Set(base.permissions[list].map((one) => JSON.stringify(keys(one))));
    Object.assign(merged.permissions, {
      // A second reason for the same permission tells nobody anything new.
      [list]: [
        ...base.permissions[list],
        ...fragment.permissions[list].filter((one) => !there.has(JSON.stringify(keys(one)))),
      ],
    });
  }
  merged.acceptance = append(
    base.acceptance,
    fragment.acceptance,
    (one) => [one.action, one.name],
    '/acceptance',
    conflicts,
  );
  if (fragment.lazy && !sameJson(fragment.lazy, base.lazy)) {
    conflicts.push(
      problem(
        'PW_EDIT_KIND_UNSUPPORTED',
        'A lazy search action cannot be added to a plugin that exists.',
        'Add single operations, or create the plugin anew with --lazy.',
        { pointer: '/lazy' },
      ),
    );
  }
  if (conflicts.length > 0) return { ok: false, diagnostics: conflicts };
  return parseSpec(merged, { allowElizaScope: true });
}

/** An action points into the document of its spec; in a spec made from another document that says nothing. */
function withoutForeignOrigin<T extends object>(item: T, base: PluginSpec, from: PluginSpec): T {
  if (!('provenance' in item) || base.provenance?.digest === from.provenance?.digest) return item;
  const { provenance: _, ...rest } = item;
  return rest as T;
}

function append<T extends object>(
  base: readonly T[],
  more: readonly T[],
  keysOf: (item: T) => unknown[],
  pointer: string,
  conflicts: Diagnostic[],
): T[] {
  const result = [...base];
  for (const [index, item] of more.entries()) {
    const keys = JSON.stringify(keysOf(item));
    const there = result.find((one) => JSON.stringify(keysOf(one)) === keys);
    if (there === undefined) result.push(item);
    else if (!sameButDescription(there, item)) {
      conflicts.push(conflict(keysOf(item).join(' '), `${pointer}/${index}`));
    }
  }
  return result;
}

function join<T>(
  base: Record<string, T>,
  more: Record<string, T>,
  record: string,
  conflicts: Diagnostic[],
  same: (there: T, other: T) => boolean,
): Record<string, T> {
  const result = { ...base };
  for (const [key, value] of Object.entries(more)) {
    const there = Object.hasOwn(base, key) ? base[key] : undefined;
    if (there === undefined) result[key] = value;
    else if (!same(there, value))
      conflicts.push(conflict(key, `/${record}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`));
  }
  return result;
}

function sameButDescription(a: object, b: object): boolean {
  const { description: _a, provenance: _p, ...left } = a as Record<string, unknown>;
  const { description: _b, provenance: _q, ...right } = b as Record<string, unknown>;
  return sameJson(left, right);
}

const conflict = (name: string, pointer: string) =>
  problem(
    'PW_EDIT_SPEC_CONFLICT',
    `The plugin already has ${pointer.split('/')[1] ?? ''} "${name}", and it differs from the new one.`,
    'Give the new one another name, or change the plugin’s own spec and regenerate.',
    { pointer },
  );
