import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Environment } from './environment.js';
import { moduleOf } from './modules.js';
import { constant, ofObject, ofPath, tainted, UNKNOWN, type Value } from './value.js';

const CONSTANTS: ReadonlyMap<string, Value> = new Map([
  ['undefined', constant(undefined)],
  ['NaN', UNKNOWN],
  ['Infinity', UNKNOWN],
]);
/** Names that fragments of a server take for granted. */
const SERVER_NAMES: ReadonlyMap<string, string> = new Map([
  ['req', 'http.req'],
  ['res', 'http.res'],
]);
/** Names of the global object itself: `window.x` is `x`. */
const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self']);

/** A name that the scanned code does not declare: a global, or a module that a fragment takes for granted. */
export function globalValue(analysis: Analysis, node: ts.Identifier, scope: Environment): Value {
  const name = node.text;
  const fixed = CONSTANTS.get(name);
  if (fixed) return fixed;
  if (name === 'arguments') return scope.get('arguments') ?? UNKNOWN;
  const module = moduleOf(analysis, node);
  if (module && name === 'exports') return module.whole ?? ofObject(module.exports);
  if (module && name === 'module') return ofPath('module');
  if (GLOBAL_OBJECTS.has(name)) return ofPath('globalThis');
  if (name === '__dirname' || name === '__filename') return tainted('env', node, [name]);
  const written = analysis.captured.get(`${node.getSourceFile().fileName}:${name}`);
  return written ?? ofPath(SERVER_NAMES.get(name) ?? name);
}
