import type { Plugin } from '@elizaos/core';
import { isRecord } from '../package-manifest.js';

/** The plugin object among a module's exports, as ElizaOS looks for it: default first, then the rest. */
export function findPlugin(module: Record<string, unknown>): Plugin | undefined {
  const candidates = [
    module['default'],
    ...Object.entries(module)
      .filter(([name]) => /plugin$/i.test(name))
      .map(([, value]) => value),
    ...Object.values(module),
  ];
  return candidates.find((value): value is Plugin & Record<string, unknown> => looksLike(value));
}

/** A name, a description, and not an action, which has both too. */
const looksLike = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['name'] === 'string' &&
  typeof value['description'] === 'string' &&
  typeof value['handler'] !== 'function' &&
  typeof value['get'] !== 'function';

const lists = [
  'actions',
  'providers',
  'evaluators',
  'services',
  'routes',
  'tests',
] as const satisfies readonly (keyof Plugin)[];

/** What is wrong with the shape of a plugin object. */
export function shapeProblems(plugin: Plugin): string[] {
  const problems: string[] = [];
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(plugin.name)) {
    problems.push(
      `plugin.name ${JSON.stringify(plugin.name)} is not a bare slug; it is part of URLs`,
    );
  }
  for (const list of lists) {
    if (plugin[list] !== undefined && !Array.isArray(plugin[list])) {
      problems.push(`plugin.${list} is not an array`);
    }
  }
  for (const field of ['events', 'models', 'config'] as const) {
    if (plugin[field] !== undefined && !isRecord(plugin[field])) {
      problems.push(`plugin.${field} is not an object`);
    }
  }
  const names = (items: unknown) =>
    (Array.isArray(items) ? items : []).map((item: unknown) =>
      isRecord(item) ? String(item['name']) : '',
    );
  // The runtime ignores case and underscores when it looks for an action.
  problems.push(
    ...clashes('action', names(plugin.actions), (name) => name.toLowerCase().replace(/_/g, '')),
  );
  problems.push(...clashes('provider', names(plugin.providers), (name) => name));
  problems.push(...clashes('evaluator', names(plugin.evaluators), (name) => name));
  return problems;
}

function clashes(kind: string, names: readonly string[], key: (name: string) => string): string[] {
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    const first = seen.get(key(name));
    seen.set(key(name), first ?? name);
    return first === undefined ? [] : [`two ${kind}s cannot be told apart: ${first} and ${name}`];
  });
}
