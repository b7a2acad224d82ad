import type { Report } from './check-report.js';
import { pointerTo } from './json-pointer.js';
import { actionKey } from './names.js';
import type { PluginSpec } from './plugin-spec.js';
import { specLimits } from './spec-limits.js';
import { isReservedName } from './reserved-names.js';

const KINDS = [
  'actions',
  'providers',
  'evaluators',
  'services',
  'routes',
  'events',
  'tasks',
  'models',
] as const;

/** What an entry of each record is called. */
const KEYED = {
  apis: 'API',
  auth: 'auth scheme',
  schemas: 'schema',
  collections: 'collection',
} as const;

interface Named {
  name: string;
  path: string;
}

/** How many components there are, and that their names are apart. */
export function checkComponents(spec: PluginSpec, report: Report): void {
  const count =
    KINDS.reduce((sum, kind) => sum + spec[kind].length, 0) + (spec.lazy === undefined ? 0 : 2);
  if (count === 0)
    report(
      'PW_SPEC_EMPTY',
      '',
      'The plugin has no component, so it would do nothing.',
      'Add at least one entry to actions, providers or another list of components.',
    );
  if (count > specLimits.components)
    report(
      'PW_SPEC_TOO_MANY_COMPONENTS',
      '',
      `The plugin has ${count} components; at most ${specLimits.components} are allowed.`,
      'Split it into several plugins, or put rarely used operations under lazy.',
    );

  const list = (kind: (typeof KINDS)[number], key: string): Named[] =>
    (spec[kind] as readonly Record<string, unknown>[]).map((component, index) => ({
      name: String(component[key]),
      path: `/${kind}/${index}/${key}`,
    }));
  const actions = [
    ...list('actions', 'name'),
    ...(spec.lazy
      ? [
          { name: spec.lazy.search, path: '/lazy/search' },
          { name: spec.lazy.action, path: '/lazy/action' },
        ]
      : []),
  ];
  apart('action', actions, report);
  distinguishable(actions, report);
  apart('provider', list('providers', 'name'), report);
  apart('evaluator', list('evaluators', 'name'), report);
  apart('service', list('services', 'name'), report);
  apart('route', list('routes', 'name'), report);
  apart('event handler', list('events', 'event'), report);
  apart('task', list('tasks', 'name'), report);
  apart('model handler', list('models', 'type'), report);
  apart(
    'operation',
    (spec.lazy?.operations ?? []).map(({ name }, index) => ({
      name,
      path: `/lazy/operations/${index}/name`,
    })),
    report,
  );
  checkSimiles(spec, new Set(actions.map(({ name }) => name)), report);
  for (const kind of ['apis', 'auth', 'schemas', 'collections'] as const) {
    const names = Object.keys(spec[kind]).map((name) => ({
      name,
      path: pointerTo(`/${kind}`, name),
    }));
    apart(KEYED[kind], names, report);
    for (const { name, path } of names)
      if (isReservedName(name)) reportReserved(name, path, report);
  }
}

export function reportReserved(name: string, path: string, report: Report): void {
  report(
    'PW_SPEC_RESERVED_KEY',
    path,
    `The name "${name}" has a meaning in JavaScript itself.`,
    `Use another name, such as "${name.replace(/^_+|_+$/g, '')}Value".`,
  );
}

/** The runtime would run the first of two such actions whenever the second is meant. */
function distinguishable(actions: readonly Named[], report: Report): void {
  const seen = new Map<string, string>();
  for (const { name, path } of actions) {
    const first = seen.get(actionKey(name));
    if (first === undefined) seen.set(actionKey(name), name);
    else if (first !== name)
      report(
        'PW_SPEC_ACTION_AMBIGUOUS',
        path,
        `ElizaOS cannot tell the action "${name}" from "${first}": it ignores underscores.`,
        'Give one of them another word, such as GET_ITEM_AGAIN.',
      );
  }
}

/** Equal names are errors; names whose files or identifiers would be equal are told, a number keeps them apart. */
function apart(kind: string, names: readonly Named[], report: Report): void {
  const exact = new Set<string>();
  const folded = new Map<string, string>();
  for (const { name, path } of names) {
    const key = name.toLowerCase().replace(/[^a-z0-9]/g, '');
    const near = folded.get(key);
    if (exact.has(name))
      report(
        'PW_SPEC_DUPLICATE_NAME',
        path,
        `There are two ${kind}s with the name "${name}".`,
        'Rename or remove one of them.',
      );
    // Actions so close are an error of their own.
    else if (near !== undefined && kind !== 'action')
      report(
        'PW_SPEC_NAME_CLASH',
        path,
        `The ${kind} "${name}" differs from "${near}" only in case or separators.`,
        'Rename one of them; otherwise its file and identifier get a number.',
        'warning',
      );
    exact.add(name);
    if (near === undefined) folded.set(key, name);
  }
}

function checkSimiles(spec: PluginSpec, names: ReadonlySet<string>, report: Report): void {
  for (const [index, { name, similes }] of spec.actions.entries())
    for (const [inner, simile] of similes.entries())
      if (simile !== name && names.has(simile))
        report(
          'PW_SPEC_NAME_CLASH',
          `/actions/${index}/similes/${inner}`,
          `The simile "${simile}" is the name of another action.`,
          'Remove it, so that the agent does not mistake one for the other.',
          'warning',
        );
}
