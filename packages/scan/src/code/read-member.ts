import type ts from 'typescript';
import { objectAt, type Analysis } from './analysis.js';
import { classStatics } from './class-objects.js';
import { isUndeclaredVariable } from './declared.js';
import { report } from './report-hit.js';
import { invoke } from './invoke.js';
import { moduleOf } from './modules.js';
import { noteOf, type NodeNote } from './node-note.js';
import { elementPath, outsideMember, type OutsideMember } from './outside-path.js';
import { isSecretName, MEASURES, MEMBERS_WITHOUT_DATA } from './tables/sources.js';
import {
  makeTaint,
  copied,
  withPaths,
  withBits,
  makeValue,
  join,
  joined,
  joinTaints,
  ofObject,
  ofPath,
  PLAIN,
  Safe,
  UNKNOWN,
  type Taint,
  type Value,
  withTaints,
} from './value.js';
import { isClassLike, isGetAccessor, isPropertyAccessExpression } from './syntax.js';

const LONGEST_PATH = 120;
const MOST_PATHS = 8;

const UPLOAD_PLACE = /^(?:path|destination|tempFilePath|filepath)$/;
const OWN_PLACE = Safe.path | Safe.relative | Safe.noDots | Safe.command;

/** Members of strange things that nobody else chose: of the command line the runtime and the script, of the page its host. */
const isOurs = (base: Value, name: string): boolean =>
  (/^[01]$/.test(name) && base.paths.includes('process.argv')) ||
  (/^(?:protocol|port|host|hostname|origin)$/.test(name) && base.paths.includes('location'));

/** `base.name`, whatever base can be. */
export function memberOf(analysis: Analysis, base: Value, name: string, node: ts.Node): Value {
  if (MEASURES.has(name) && base.objects.length + base.functions.length === 0) return PLAIN;
  if (base === UNKNOWN && name !== 'constructor') return UNKNOWN;
  // The constructor of a constructor is `Function`.
  if (name === 'constructor' && isOfConstructor(node)) return ofPath('Function');
  let value: Value | undefined;
  for (const object of base.objects) {
    const own = object.properties.get(name);
    if (own) value = joined(value, getterValue(analysis, own, node));
    if (object.rest && !MEASURES.has(name) && (!own || object.kind === 'array'))
      value = joined(value, object.rest);
  }
  for (const closure of base.functions) {
    if (isClassLike(closure.node)) {
      const own = classStatics(analysis, closure.node, closure.scope).properties.get(name);
      if (own) value = joined(value, getterValue(analysis, own, node));
    } else if (name !== 'prototype') {
      const own = objectAt(analysis, closure.node, 'object').properties.get(name);
      if (own) value = joined(value, own);
    }
  }
  // So is the one of a function.
  if (name === 'constructor' && base.functions.length > 0) return ofPath('Function');
  value ??= UNKNOWN;
  if (base.paths.length > 0) value = withMember(analysis, base, value, name, node);
  if (base.taints.length > 0 && !MEASURES.has(name) && !isOurs(base, name)) {
    // Where an upload lies was chosen by the server; what it is called was not.
    const placed =
      UPLOAD_PLACE.test(name) && base.paths.some((path) => /^http\.req\.files?\b/.test(path));
    const named = /^(?:base|name|ext)$/.test(name) && base.paths.includes('path.parse()');
    const taints: Taint[] = [];
    for (const taint of base.taints) {
      if (taint.kind === 'response' && MEMBERS_WITHOUT_DATA.has(name)) continue;
      if (taint.kind === 'secret' || (taint.kind === 'error' && name !== 'stack' && !taint.strange))
        continue;
      const inner = memberTaint(taint, name, node);
      taints.push(
        placed
          ? withBits(inner, inner.safe | OWN_PLACE)
          : named
            ? withBits(inner, inner.safe | Safe.path | Safe.relative | Safe.noDots)
            : inner,
      );
    }
    value = makeValue(
      joinTaints(value.taints, taints),
      undefined,
      value.prefix,
      value.paths,
      value.functions,
      value.objects,
    );
  }
  return value;
}

const isOfConstructor = (node: ts.Node): boolean =>
  isPropertyAccessExpression(node) && node.expression.getText().endsWith('.constructor');

function withMember(
  analysis: Analysis,
  base: Value,
  found: Value,
  name: string,
  node: ts.Node,
): Value {
  let value = found;
  const members: string[] = [];
  const note = noteOf(analysis, node);
  for (const path of base.paths) {
    if (path === 'module' && name === 'exports') {
      const module = moduleOf(analysis, node);
      if (module) value = join(value, module.whole ?? ofObject(module.exports));
      continue;
    }
    const { path: next, source } = memberAt(note, path, name);
    if (path === 'process.env' && isUndeclaredVariable(analysis, name))
      report(analysis, 'undeclared-variable', node, undefined, name);
    if (source) {
      const taint: Taint = makeTaint(source.kind, node, source.safe ?? 0);
      value = withTaints(value, joinTaints(value.taints, [taint]));
    }
    if (next.length <= LONGEST_PATH) members.push(next);
  }
  if (value.paths.length === 0) return withPaths(value, members);
  const paths = copied(value.paths);
  for (const member of members) paths.push(member);
  return withPaths(value, paths);
}

/** At one place it is mostly the same member each time. */
function memberAt(note: NodeNote, path: string, name: string): OutsideMember {
  const { member } = note;
  if (member && member.of === path && member.name === name) return member;
  return (note.member = outsideMember(path, name));
}

/** A variable of the environment is a secret when it is called one. */
function memberTaint(taint: Taint, name: string, node: ts.Node): Taint {
  // From here on it is a text that shows the stack, whatever is made of it.
  if (taint.kind === 'error') return makeTaint('error', node, 0, true);
  if (taint.kind !== 'environment') return taint;
  return makeTaint(isSecretName(name) ? 'secret' : 'env', node, taint.safe);
}

function getterValue(analysis: Analysis, value: Value, node: ts.Node): Value {
  const [closure] = value.functions;
  if (!closure || !isGetAccessor(closure.node)) return value;
  return invoke(analysis, closure, [], closure.self, node);
}

/** What a value holds under a key that is not known. */
export function elementOf(base: Value): Value {
  if (base === UNKNOWN || base === PLAIN) return UNKNOWN;
  let inner: Value | undefined;
  for (const { properties, rest } of base.objects) {
    for (const value of properties.values()) inner = joined(inner, value);
    if (rest) inner = joined(inner, rest);
  }
  inner ??= UNKNOWN;
  const value =
    base.taints.length > 0
      ? makeValue(
          joinTaints(inner.taints, base.taints),
          undefined,
          inner.prefix,
          inner.paths,
          inner.functions,
          inner.objects,
        )
      : inner;
  if (base.paths.length === 0) return value;
  const paths = copied(value.paths);
  for (const path of base.paths)
    if (path.length <= LONGEST_PATH && paths.length < MOST_PATHS) paths.push(elementPath(path));
  return withPaths(value, paths);
}
