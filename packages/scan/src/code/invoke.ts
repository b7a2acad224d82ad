import type ts from 'typescript';
import { symbolKey } from './access-key.js';
import type { Analysis } from './analysis.js';
import { newObject } from './analysis.js';
import { bindName } from './assign.js';
import { instanceOf, typedValue } from './class-objects.js';
import { Environment, type Closure } from './environment.js';
import { checkNamedWrite } from './named-write.js';
import { bodyOf, noteOf } from './node-note.js';
import { parameterHint } from './parameter-hint.js';
import { read } from './read-expression.js';
import { readStatement } from './read-statement.js';
import { knownResult, valueOf } from './summary.js';
import { elementOf } from './read-member.js';
import {
  makeValue,
  join,
  joinAll,
  madeOf,
  NONE,
  ofFunction,
  ofObject,
  UNKNOWN,
  withoutTaint,
  withTaints,
  type Value,
} from './value.js';
import {
  Kind,
  isArrowFunction,
  isFunctionExpression,
  isBlock,
  isClassLike,
  isConstructorDeclaration,
  isIdentifier,
  isParameter,
  isVariableDeclaration,
} from './syntax.js';

const DEEPEST = 24;
/** Different arguments with which one function is read; more bring hardly anything new. */
const MOST_READINGS = 20;
/** The same for the first pass, which only has to learn what fields and shared variables hold. */
const MOST_LEARNED = 2;

/** What a function of the scanned code returns for these arguments; its body is read with them. */
export function invoke(
  analysis: Analysis,
  closure: Closure,
  given: readonly Value[],
  self: Value | undefined,
  at: ts.Node,
  spread = false,
): Value {
  const { node } = closure;
  if (isClassLike(node)) return UNKNOWN;
  const note = bodyOf(analysis, node);
  note.isCalled = true;
  const args = given.length === 0 ? NONE : given;
  const { body } = node as ts.FunctionLikeDeclaration;
  if (!body) return UNKNOWN;
  // Once more through itself shows what the second round is given.
  if (note.underWay > 1 || analysis.frames.length > DEEPEST) return madeOf(args);
  const receiver = self ?? closure.self;
  const known = knownResult(note.calls, closure.scope, args, receiver);
  if (known) return known;
  if (analysis.learning && note.readings >= MOST_LEARNED) {
    const value = valueOf(note.calls, args);
    if (value) return value;
  }
  if (note.readings >= MOST_READINGS) return madeOf(args);
  note.readings += 1;
  const scope = new Environment(closure.scope);
  if (!isArrowFunction(node) && receiver) scope.set('this', receiver);
  // `exports.merge = function merge(…) { … merge(…) }`: its own name is known inside.
  const own = isFunctionExpression(node) && node.name && symbolKey(analysis, node.name);
  if (own) scope.set(own, ofFunction(closure));
  if (!isArrowFunction(node) && usesArguments(analysis, node)) {
    const list = newObject(at, 'array');
    args.forEach((value, index) => list.properties.set(String(index), value));
    scope.set('arguments', ofObject(list));
  }
  bindParameters(analysis, closure, args, scope, spread);
  const { later } = analysis;
  analysis.later = false;
  const frame = { node, returns: [] as Value[], exits: [], guards: 0, later };
  analysis.frames.push(frame);
  note.underWay += 1;
  if (isBlock(body)) readStatement(analysis, body, scope);
  else frame.returns.push(read(analysis, body as ts.Expression, scope));
  note.underWay -= 1;
  analysis.frames.pop();
  let value = joinAll(frame.returns);
  if ((value === UNKNOWN || value.paths.length === 0) && node.type)
    value = join(value, typedValue(analysis, node.type, closure.scope));
  checkDrawn(analysis, node, value);
  note.calls.push({ scope: closure.scope, args, self: receiver, value });
  return value;
}

/** Whether the text of a function has the word `arguments`; most have not, and need no list of them. It can be written with escapes. */
function usesArguments(analysis: Analysis, node: ts.Node): boolean {
  const note = noteOf(analysis, node);
  return (note.usesArguments ??= /arguments|\\u/.test(
    node.getSourceFile().text.slice(node.pos, node.end),
  ));
}

/** `generateToken()` that draws from a weak source: its name is that of the value. */
function checkDrawn(analysis: Analysis, node: ts.SignatureDeclaration, value: Value): void {
  if (!value.taints.some((taint) => taint.kind === 'random')) return;
  const named = node.name ?? (isVariableDeclaration(node.parent) ? node.parent.name : undefined);
  const name = named?.getText() ?? '';
  const [taint] = value.taints.filter((one) => one.kind === 'random');
  if (taint && /^(?:generate|make|create|new|build|random|gen)/i.test(name))
    checkNamedWrite(analysis, name, taint.at, value);
}

function bindParameters(
  analysis: Analysis,
  closure: Closure,
  args: readonly Value[],
  scope: Environment,
  spread: boolean,
): void {
  const { typescript: ts } = analysis;
  const parameters = closure.node as ts.FunctionLikeDeclaration;
  parameters.parameters.forEach((parameter, index) => {
    let value: Value;
    if (parameter.dotDotDotToken) {
      const list = newObject(parameter, 'array');
      args.slice(index).forEach((one, at) => list.properties.set(String(at), one));
      value = ofObject(list);
    } else value = args[index] ?? (spread ? elementOf(args.at(-1) ?? UNKNOWN) : UNKNOWN);
    if (value === UNKNOWN || (value.paths.length > 0 && value.taints.length === 0)) {
      const hinted = parameterHint(analysis, parameter, index, closure);
      if (hinted) value = hinted;
    }
    if (parameter.type) {
      if (isPlain(ts, parameter.type)) value = withoutTaint(value);
      const typed = typedValue(analysis, parameter.type, closure.scope);
      if (value.objects.length === 0 && typed !== UNKNOWN)
        value = withTaints(join(value, typed), value.taints);
    }
    if (parameter.initializer) {
      const fallback = read(analysis, parameter.initializer, scope);
      value =
        value === UNKNOWN
          ? makeValue(
              fallback.taints,
              undefined,
              fallback.prefix,
              fallback.paths,
              fallback.functions,
              fallback.objects,
            )
          : join(value, fallback);
    }
    bindName(analysis, parameter.name, value, scope);
    // `constructor(private readonly db: Pool)` is a field as well.
    if (
      isParameter(parameter) &&
      isIdentifier(parameter.name) &&
      ts.getModifiers(parameter)?.length
    )
      for (const object of scope.get('this')?.objects ?? [])
        object.properties.set(parameter.name.text, value);
  });
}

/** A number or a truth value cannot carry text. */
const isPlain = (typescript: typeof ts, type: ts.TypeNode): boolean =>
  (type.kind as number) === Kind.NumberKeyword ||
  (type.kind as number) === Kind.BooleanKeyword ||
  (type.kind as number) === Kind.BigIntKeyword;

/** `new C(…)` for a class or constructor function of the scanned code. */
export function construct(
  analysis: Analysis,
  closure: Closure,
  args: readonly Value[],
  at: ts.Node,
): Value {
  const { node, scope } = closure;
  if (!isClassLike(node)) {
    const object = newObject(at, 'instance');
    const self = ofObject(object);
    const prototype = noteOf(analysis, node).object?.properties;
    for (const [key, value] of prototype ?? []) object.properties.set(key, value);
    invoke(analysis, closure, args, self, at);
    return self;
  }
  const object = instanceOf(analysis, node, scope);
  const self = ofObject(object);
  const constructor = node.members.find(isConstructorDeclaration);
  if (constructor?.body) invoke(analysis, { node: constructor, scope, self }, args, self, at);
  else {
    const base = node.heritageClauses?.[0]?.types[0]?.expression;
    for (const parent of base ? read(analysis, base, scope).functions : [])
      if (isClassLike(parent.node) && parent.node !== node) {
        const inherited = parent.node.members.find(isConstructorDeclaration);
        if (inherited?.body)
          invoke(analysis, { node: inherited, scope: parent.scope, self }, args, self, at);
      }
  }
  return self;
}
