import { WINDOWS_DEVICE } from '@plugwright/files';
import type { PluginSpec } from '@plugwright/spec';

/** Names that the files of a plugin share. Every map goes from the name in the spec to the name in code; all values are distinct. */
export interface Identifiers {
  /** `plugin.name` and route prefix: the bare slug (`plugin-pet-store`), without a scope. */
  slug: string;
  /** `petStore`: start of exported names. */
  camel: string;
  /** `PetStore`. */
  pascal: string;
  /** Component name → kebab file stem, unique within its folder even on a case-insensitive disk. */
  file: (kind: ComponentKind, name: string) => string;
  /** Component name → exported identifier (`getPetAction`, `PriceService`). */
  symbol: (kind: ComponentKind, name: string) => string;
}

export type ComponentKind =
  | 'action'
  | 'provider'
  | 'evaluator'
  | 'service'
  | 'route'
  | 'event'
  | 'task'
  | 'model'
  | 'api'
  | 'collection';

/** Kinds that a plugin registers with the agent. */
export type RegisteredKind = Exclude<ComponentKind, 'api' | 'collection'>;

const words = (name: string) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
const pascalCase = (name: string) => words(name).map(capital).join('');
const camelCase = (name: string) => {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
};

const SUFFIX: Record<ComponentKind, string> = {
  action: 'Action',
  provider: 'Provider',
  evaluator: 'Evaluator',
  service: 'Service',
  route: 'Route',
  event: 'Event',
  task: 'Task',
  model: 'Model',
  api: 'Api',
  collection: 'Collection',
};

/** Distinct names for everything in `spec`. Numbers settle clashes, in spec order, so the same spec gives the same names. */
export function identifiersOf(spec: PluginSpec): Identifiers {
  const slug = spec.name.slice(spec.name.lastIndexOf('/') + 1);
  const base = slug.replace(/^plugin-/, '');
  const files = new Map<string, string>();
  const symbols = new Map<string, string>();
  const takenFiles = new Set<string>();
  const takenSymbols = new Set<string>();
  const claim = (taken: Set<string>, wanted: string, prefix: string) => {
    let name = wanted;
    for (let n = 2; taken.has(`${prefix}${name}`); n++) name = `${wanted}${prefix ? '-' : ''}${n}`;
    taken.add(`${prefix}${name}`);
    return name;
  };
  const add = (kind: ComponentKind, names: readonly string[]) => {
    for (const name of names) {
      const key = `${kind}:${name}`;
      if (files.has(key)) continue;
      const plain = words(name).join('-') || kind;
      // An action may be called CON; a file may not.
      const file = WINDOWS_DEVICE.test(plain) ? `${kind}-${plain}` : plain;
      files.set(key, claim(takenFiles, file, `${kind}/`));
      const stem = kind === 'service' ? pascalCase(name) : camelCase(name);
      const safe = /^[a-z]/i.test(stem) ? stem : `${kind}${pascalCase(name)}`;
      const suffix = SUFFIX[kind];
      symbols.set(key, claim(takenSymbols, safe.endsWith(suffix) ? safe : `${safe}${suffix}`, ''));
    }
  };
  const named = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  add('api', Object.keys(spec.apis));
  add('action', named(spec.actions));
  if (spec.lazy !== undefined) add('action', [spec.lazy.search, spec.lazy.action]);
  add('provider', named(spec.providers));
  add('evaluator', named(spec.evaluators));
  add('service', named(spec.services));
  add('route', named(spec.routes));
  const events = spec.events.map(({ event }) => event);
  add('event', events);
  add('task', named(spec.tasks));
  const models = spec.models.map(({ type }) => type);
  add('model', models);
  add('collection', Object.keys(spec.collections));
  const get = (map: Map<string, string>, kind: ComponentKind, name: string) => {
    const found = map.get(`${kind}:${name}`);
    if (found === undefined) throw new Error(`no ${kind} named ${name} in the spec`);
    return found;
  };
  return {
    slug,
    camel: camelCase(base),
    pascal: pascalCase(base),
    file: (kind, name) => get(files, kind, name),
    symbol: (kind, name) => get(symbols, kind, name),
  };
}
