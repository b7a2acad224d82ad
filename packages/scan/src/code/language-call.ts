import type ts from 'typescript';
import { newObject, objectAt, type Analysis } from './analysis.js';
import { listOf } from './builtin-methods.js';
import { isUndeclaredVariable } from './declared.js';
import { masksByName } from './chosen-names.js';
import { chosenProperties } from './chosen-properties.js';
import { decodedLiteral } from './decoded-text.js';
import { invoke } from './invoke.js';
import { isWeakKey, protoKey } from './property-write.js';
import { calledPath } from './outside-path.js';
import type { CallSite } from './read-call.js';
import { elementOf } from './read-member.js';
import { schemaCall } from './schema-call.js';
import { report, unsafe } from './report-hit.js';
import { isClassLike, isIdentifier, isNewExpression, isObjectLiteralExpression } from './syntax.js';
import { isSecretName } from './tables/sources.js';
import {
  makeTaint,
  makeValue,
  constant,
  deepTaints,
  isStrange,
  join,
  joinAll,
  joinTaints,
  madeOf,
  namesOf,
  ofObject,
  ofPath,
  PLAIN,
  prefixOf,
  Safe,
  tainted,
  textOf,
  UNKNOWN,
  withBits,
  withSafe,
  withoutKinds,
  withTaints,
  type Value,
  withPaths,
} from './value.js';

const PATH_MODULE = /^path\.(?:posix\.|win32\.)?(?<name>join|resolve)$/;

/** Calls whose effect is more than a row of a table: objects, promises, collections, paths, settings. */
export function languageCall(analysis: Analysis, site: CallSite): Value | undefined {
  const { callee, args, node } = site;
  const [path = ''] = callee.paths;
  const [first = UNKNOWN, second = UNKNOWN] = args;
  const chosen = chosenProperties(site, path) ?? schemaCall(analysis, site, path);
  if (chosen) return chosen;
  const joining = PATH_MODULE.exec(path)?.groups?.name;
  if (joining) return joinPath(joining, args);
  // A normal path that is absolute has no `..` left.
  if (/^path\.(?:posix\.|win32\.)?normalize$/.test(path) && prefixOf(first)?.startsWith('/'))
    return withSafe(madeOf([first]), Safe.normal | Safe.noDots);
  switch (path) {
    case 'Buffer.from':
    case 'Buffer':
    case 'atob':
    case 'unescape':
    case 'String.fromCharCode':
    case 'String.fromCodePoint':
      return decodedLiteral(site, path);
    case 'JSON.stringify': {
      const json = tainted('json-text', node);
      const inner = args.reduce<Value['taints']>(
        (all, arg) => joinTaints(all, deepTaints(arg)),
        [],
      );
      // A list of names, or a function that is asked about each, chooses what is written.
      const chosen = second.functions.length > 0 || second.objects.length > 0;
      const written = chosen
        ? inner.filter(({ kind }) => kind !== 'secret' && kind !== 'environment')
        : inner;
      const quoted = written.map((taint) => withBits(taint, taint.safe | Safe.quoted | Safe.nosql));
      return withTaints(json, joinTaints(json.taints, quoted));
    }
    case 'Object.defineProperty': {
      const key = protoKey(second);
      if (key && !isWeakKey(key)) report(analysis, 'property-injection', node, key);
      return first;
    }
    case 'Object.assign': {
      checkAssign(analysis, site);
      for (const object of first.objects)
        for (const source of args.slice(1)) copyInto(object.properties, source, object);
      return withTaints(first, madeOf(args).taints);
    }
    case 'Object.keys':
    case 'Object.getOwnPropertyNames':
    case 'Reflect.ownKeys': {
      const keys = tainted('own-key', node);
      return listOf(node, withTaints(keys, joinTaints(keys.taints, namesOf(first))));
    }
    case 'Object.values':
      return listOf(node, elementOf(first));
    case 'Object.entries': {
      const pair = newObject(node, 'array');
      const keys = tainted('own-key', node);
      pair.properties.set('0', withTaints(keys, joinTaints(keys.taints, namesOf(first))));
      pair.properties.set('1', elementOf(first));
      return listOf(node, ofObject(pair));
    }
    case 'Object.fromEntries': {
      const value = elementOf(elementOf(first));
      // Who writes something else under some of the names has chosen what is left.
      const [list] = node.arguments ?? [];
      const chosen = list && masksByName(list);
      return listOf(node, chosen ? withoutKinds(value, ['secret', 'environment']) : value);
    }
    case 'Reflect.deleteProperty': {
      const name = textOf(second);
      if (name !== undefined) for (const object of first.objects) object.properties.delete(name);
      return PLAIN;
    }
    case 'Object.create':
      return withPaths(ofObject(objectAt(analysis, node, 'object')), ['Object.create()']);
    case 'Array.from': {
      const [made] = second.functions;
      if (!made || isClassLike(made.node)) return first;
      return listOf(node, invoke(analysis, made, [elementOf(first), UNKNOWN], made.self, node));
    }
    case 'Object.freeze':
    case 'Object.seal':
    case 'structuredClone':
    case 'Promise.resolve':
    case 'Promise.all':
    case 'Promise.allSettled':
    case 'Promise.race':
    case 'Promise.any':
    case 'Set':
    case 'Array.of':
    case 'Object':
      if (path === 'Promise.race' || path === 'Promise.any') return elementOf(first);
      if (path === 'Set') return isNewExpression(node) ? collection(site, first) : undefined;
      return first;
    case 'Map':
    case 'WeakMap':
    case 'WeakSet':
    case 'FormData':
    case 'Headers':
      return collection(site, first);
    case 'Promise':
      return promise(analysis, site, first);
    case 'Array':
      return listOf(node, UNKNOWN);
    case 'http.req.get':
    case 'http.req.header':
    case 'http.req.param':
    case 'http.req.headers.get':
    case 'koa.ctx.get': {
      const name = textOf(first);
      const sent = tainted('remote', node, [`${path}()`]);
      return name !== undefined && isSecretName(name)
        ? withTaints(sent, [...sent.taints, makeTaint('secret', node, 0)])
        : undefined;
    }
    case 'eliza.runtime.getSetting': {
      const name = textOf(first);
      if (name !== undefined && isUndeclaredVariable(analysis, name))
        report(analysis, 'undeclared-variable', node, undefined, name);
      const secret = name !== undefined && isSecretName(name);
      return secret ? tainted('secret', node, ['eliza.setting']) : ofPath('eliza.setting');
    }
    case 'RegExp': {
      const object = objectAt(analysis, node, 'object');
      object.properties.set(
        'source',
        makeValue(first.taints, first.constants, first.prefix, first.paths, [], first.objects),
      );
      return withPaths(ofObject(object), ['RegExp()']);
    }
    case 'Error':
      return withPaths(madeOf(args), ['Error()']);
    default:
  }
  if (path === 'Promise.resolver') {
    const name = site.name;
    const known = analysis.resolved.get(name);
    analysis.resolved.set(name, known ? join(known, first) : first);
    return UNKNOWN;
  }
  return undefined;
}

/** A whole body of a request copied into an object of ours. */
function checkAssign(analysis: Analysis, site: CallSite): void {
  const target = site.args[0];
  site.args.slice(1).forEach((source) => {
    const taint = unsafe('mass-assignment', deepTaints(source, 1), Safe.nosql);
    const fresh =
      target?.objects.every((object) => isEmptyLiteral(analysis, object.node)) === true &&
      target.objects.length > 0;
    if (taint && target && target.taints.length === 0 && !fresh)
      report(analysis, 'mass-assignment', site.node, taint);
  });
}

const isEmptyLiteral = (analysis: Analysis, node: ts.Node): boolean =>
  isObjectLiteralExpression(node) && node.properties.length === 0;

function copyInto(
  into: Map<string, Value>,
  source: Value,
  target: { rest: Value | undefined },
): void {
  for (const object of source.objects) {
    for (const [key, value] of object.properties) {
      const known = into.get(key);
      into.set(key, known ? join(known, value) : value);
    }
    if (object.rest) target.rest = target.rest ? join(target.rest, object.rest) : object.rest;
  }
  const data = madeOf([source]);
  if (data.taints.length > 0) target.rest = target.rest ? join(target.rest, data) : data;
}

function collection(site: CallSite, first: Value): Value {
  const object = newObject(site.node, 'object');
  const pairs = elementOf(first);
  const name = site.callee.paths[0] ?? '';
  if (first !== UNKNOWN)
    object.rest =
      name === 'Map' || name === 'WeakMap' ? join(elementOf(pairs), madeOf([pairs])) : pairs;
  return withPaths(ofObject(object), [calledPath(name)]);
}

/** `new Promise((resolve) => …)` is what its `resolve` is given. */
function promise(analysis: Analysis, site: CallSite, executor: Value): Value {
  const results: Value[] = [];
  for (const closure of executor.functions) {
    if (isClassLike(closure.node)) continue;
    const [parameter] = closure.node.parameters;
    invoke(analysis, closure, [ofPath('Promise.resolver'), UNKNOWN], closure.self, site.node);
    if (!parameter || !isIdentifier(parameter.name)) continue;
    const found = analysis.resolved.get(parameter.name.text);
    if (found) results.push(found);
  }
  return results.length > 0 ? joinAll(results) : UNKNOWN;
}

/** `join` keeps what is outside inside only as long as it has no `..`; `resolve` lets it start anew. */
function joinPath(name: string, args: readonly Value[]): Value {
  const texts = args.map(textOf);
  if (texts.every((text) => text !== undefined) && texts.length > 0 && name === 'join')
    return constant(texts.join('/').replaceAll(/\/{2,}/g, '/'));
  const atRoot = texts[0] === '/';
  const parts = args.map((value, index) => {
    if (value.taints.length === 0) return value;
    const led =
      index > 0 && (texts[0] === undefined || texts[0] !== '') && args[0] && !isStrange(args[0]);
    const inner = elementOf(value);
    const whole =
      inner.taints.length > 0 ? withTaints(value, joinTaints(value.taints, inner.taints)) : value;
    if (atRoot)
      return withSafe(whole, Safe.normal | Safe.noDots, name === 'join' ? 0 : Safe.relative);
    if (name === 'join') {
      // Under a root, a path that is normal and inside stays inside.
      return withSafe(whole, Safe.normal | (led ? Safe.relative : 0));
    }
    return withSafe(whole, Safe.normal, led ? 0 : Safe.relative);
  });
  const value = madeOf(
    parts.map((part) =>
      makeValue(part.taints, undefined, part.prefix, part.paths, part.functions, part.objects),
    ),
  );
  const prefix = texts[0];
  return prefix === undefined || value.taints.length === 0
    ? value
    : makeValue(value.taints, value.constants, prefix, value.paths, value.functions, value.objects);
}
