import type ts from 'typescript';
import { accessKey, bare } from './access-key.js';
import type { Analysis } from './analysis.js';
import { Environment } from './environment.js';
import { noteOf } from './node-note.js';
import { read } from './read-expression.js';
import { readDeclarations } from './read-statement.js';
import { listOf } from './builtin-methods.js';
import { absolute, harmless, mark, starting } from './proofs.js';
import { elementOf } from './read-member.js';
import { contains, splitPath, starts } from './refine-membership.js';
import { refineRegex } from './refine-regex.js';
import { change, refine } from './refine.js';
import { proveHost } from './refine-host.js';
import {
  callKey,
  withBits,
  withPaths,
  makeValue,
  isStrange,
  Safe,
  textOf,
  type Value,
  mapped,
} from './value.js';
import {
  Kind,
  isArrowFunction,
  isBinaryExpression,
  isTemplateExpression,
  isBlock,
  isClassLike,
  isIdentifier,
  isIfStatement,
  isPropertyAccessExpression,
  isReturnStatement,
  isVariableStatement,
} from './syntax.js';

/** Names of tests that somebody wrote to keep bad values out. */
const VALIDATOR =
  /^(?:(?:is|has|check|assert|ensure|can|may)?(?:valid|safe|allow|permit|whitelist|trusted|known|white)|(?:validate|verify|allow|permit|whitelist))/i;

/** What a text is put together of: `a` of `a + '/package.json'`. */
function textParts(node: ts.Expression): readonly ts.Expression[] {
  if (isTemplateExpression(node)) return node.templateSpans.map((span) => span.expression);
  return isBinaryExpression(node) && (node.operatorToken.kind as number) === Kind.PlusToken
    ? [...textParts(node.left), node.right]
    : [node];
}

/** Names of tests whether one path lies in another, which need both. */
const INSIDE =
  /^_?(?:is|path_?is|assert|ensure|check)_?(?:path)?_?(?:sub|child|inside|within|contained|descendant|under|below)/i;
const OF_FIRST = /^(?:startsWith|endsWith|includes|contains|has|some|every|find)$/;
const isLodash = (analysis: Analysis, node: ts.Expression, scope: Environment): boolean =>
  isIdentifier(node) &&
  read(analysis, node, scope).paths.some((path) => /^(?:_|lodash(?:-es)?|underscore)$/.test(path));

/** What a call in a condition proves of its arguments. */
export function refineCall(
  analysis: Analysis,
  node: ts.CallExpression,
  truth: boolean,
  scope: Environment,
  depth: number,
): void {
  const callee = bare(analysis, node.expression);
  const method = isPropertyAccessExpression(callee) ? callee.name.text : undefined;
  const object = isPropertyAccessExpression(callee) ? callee.expression : undefined;
  // `_.includes(list, x)` is `list.includes(x)`.
  const shifted =
    method !== undefined &&
    OF_FIRST.test(method) &&
    object !== undefined &&
    isLodash(analysis, object, scope);
  const [receiver, first, second] = shifted
    ? node.arguments
    : [object, node.arguments[0], node.arguments[1]];
  const name = method ?? (isIdentifier(callee) ? callee.text : '');
  if (first && receiver && (method === 'startsWith' || method === 'startswith')) {
    starts(analysis, receiver, first, truth, scope);
    return;
  }
  if (first && receiver && truth && method === 'endsWith') {
    const ending = read(analysis, first, scope);
    // `.example.com` or `/example.com`: what ends so belongs to that host.
    if (!isStrange(ending) && /^\.[\w-]+\.[\w.-]+$/.test(textOf(ending) ?? ''))
      proveHost(analysis, receiver, scope);
    return;
  }
  if (receiver && first && (truth ? method === 'every' : method === 'some')) {
    refineElements(analysis, receiver, first, truth, scope, depth);
    return;
  }
  if (receiver && first && truth && (method === 'some' || method === 'find')) {
    refineByMember(analysis, receiver, first, scope, depth);
    return;
  }
  if (receiver && first && method === 'has' && !truth) {
    contains(analysis, { receiver, wanted: first }, truth, scope);
    return;
  }
  if (first && receiver && /^(?:includes|contains)$/.test(name)) {
    contains(analysis, { receiver, wanted: first }, truth, scope);
    return;
  }
  if (first && /^(?:isAbsolute)$/.test(name)) {
    change(analysis, first, scope, truth ? absolute : mark(Safe.relative));
    return;
  }
  if (first && /^(?:isPathInside|pathIsInside|is-path-inside|path-is-inside)$/.test(name)) {
    const strict = /isPathInside/.test(name);
    if (truth)
      change(analysis, first, scope, (value) =>
        strict ? mark(Safe.path | Safe.noDots | Safe.relative)(value) : starting('root')(value),
      );
    return;
  }
  if (first && receiver && (method === 'test' || method === 'exec')) {
    refineRegex(analysis, receiver, first, truth, scope);
    return;
  }
  if (first && receiver && method === 'match') {
    refineRegex(analysis, first, receiver, truth, scope);
    return;
  }
  if (first && truth && /^(?:isPlainObject|is-plain-object|isExtendable)$/.test(name))
    change(analysis, first, scope, mark(Safe.builder));
  if (first && truth && /^(?:existsSync|exist|pathExistsSync)$/.test(name))
    for (const part of textParts(first)) change(analysis, part, scope, mark(Safe.command));
  const reflected = receiver && name === 'call' ? receiver.getText() : '';
  if (second && truth && reflected.endsWith('hasOwnProperty')) {
    change(analysis, second, scope, (value) => ownProperty(value, first?.getText() ?? ''));
    return;
  }
  if (
    receiver &&
    first &&
    truth &&
    /^(?:has|hasOwnProperty|hasOwn|propertyIsEnumerable)$/.test(name)
  ) {
    const wanted = name === 'hasOwn' ? (second ?? first) : first;
    const over = (name === 'hasOwn' ? first : receiver).getText();
    const container = read(analysis, name === 'hasOwn' ? first : receiver, scope);
    if (name === 'has' && container.taints.length === 0) {
      change(analysis, wanted, scope, harmless);
      proveHost(analysis, wanted, scope);
    } else change(analysis, wanted, scope, (value) => ownProperty(value, over));
    return;
  }
  if (/^(?:isString)$/.test(name) && first && truth)
    change(analysis, first, scope, mark(Safe.nosql));
  if (/^(?:isNumber|isInteger|isSafeInteger|isFinite|isBoolean)$/.test(name) && first && truth)
    change(analysis, first, scope, harmless);
  // An address of the internet protocol has nothing that a shell or a statement reads.
  if (/^isIP(?:v[46])?$/.test(name) && first && truth)
    change(analysis, first, scope, mark(Safe.all | Safe.noDots | Safe.relative));
  if (/^(?:isNaN)$/.test(name) && first && !truth) change(analysis, first, scope, harmless);
  if (truth && first && isSchemaCheck(read(analysis, callee, scope).paths)) {
    for (const argument of node.arguments) change(analysis, argument, scope, mark(Safe.all));
    return;
  }
  if (refineByBody(analysis, node, truth, scope, depth)) return;
  if (truth && INSIDE.test(name) && node.arguments.length > 1)
    for (const argument of node.arguments)
      change(analysis, argument, scope, mark(Safe.path | Safe.noDots | Safe.relative));
  if (truth && VALIDATOR.test(name))
    for (const argument of node.arguments) {
      change(analysis, argument, scope, mark(Safe.all | Safe.noDots | Safe.relative));
      proveHost(analysis, argument, scope);
    }
}

/** `OURS.some((one) => one === x)`: what is equal to one of ours is ours. */
function refineByMember(
  analysis: Analysis,
  list: ts.Expression,
  predicate: ts.Expression,
  scope: Environment,
  depth: number,
): void {
  const callback = bare(analysis, predicate);
  if (!isArrowFunction(callback) || isBlock(callback.body) || depth > 2) return;
  const value = read(analysis, list, scope);
  const [parameter] = callback.parameters;
  const key =
    parameter && isIdentifier(parameter.name) ? accessKey(analysis, parameter.name) : undefined;
  if (key === undefined || isStrange(value) || isStrange(elementOf(value))) return;
  const inside = new Environment(scope);
  inside.set(key, elementOf(value));
  refine(analysis, callback.body, true, inside, depth + 1);
  for (const [changed, now] of inside.values) if (changed !== key) scope.set(changed, now);
}

/** `list.some((one) => BAD.has(one))` is false: no element of the list is bad. */
function refineElements(
  analysis: Analysis,
  list: ts.Expression,
  predicate: ts.Expression,
  truth: boolean,
  scope: Environment,
  depth: number,
): void {
  const callback = bare(analysis, predicate);
  if (!isArrowFunction(callback) || isBlock(callback.body) || depth > 2) return;
  const [parameter] = callback.parameters;
  const key =
    parameter && isIdentifier(parameter.name) ? accessKey(analysis, parameter.name) : undefined;
  if (key === undefined) return;
  // `path.split('/').some((part) => part === '..')` is false.
  const whole = splitPath(analysis, list, scope);
  if (whole && !truth && /===? *['"]\.\.['"]|['"]\.\.['"] *===? /.test(callback.body.getText()))
    change(analysis, whole, scope, mark(Safe.noDots));
  const inside = new Environment(scope);
  const element = elementOf(read(analysis, list, scope));
  inside.set(key, element);
  refine(analysis, callback.body, truth, inside, depth + 1);
  const proven = inside.get(key);
  if (proven && proven !== element)
    change(analysis, list, scope, (value) => withPaths(listOf(list, proven), value.paths), true);
}

/** Validators of schema libraries, whatever they are called here. */
const isSchemaCheck = (paths: readonly string[]): boolean =>
  paths.some((path) =>
    /^(?:ajv|joi|@hapi\/joi|yup|zod|jsonschema|is-my-json-valid|superstruct|validator|express-validator|valibot|io-ts|@sinclair\/typebox)\b.*(?:compile\(\)|validate|isValid|validateSync|safeParse|is[A-Z]\w*|Check)$/.test(
      path,
    ),
  );

const ownProperty = (value: Value, over: string): Value =>
  makeValue(
    mapped(value.taints, (taint) => {
      const own =
        taint.kind === 'own-key' &&
        (taint.at.getText() === over || taint.at.getText().includes(`(${over})`));
      return own ? taint : withBits(taint, taint.safe | Safe.key | Safe.keyed | Safe.all);
    }),
    value.constants,
    value.prefix,
    value.paths,
    value.functions,
    value.objects,
  );

/** Changes the arguments of a call as a reading of its body has shown. */
export function applyProven(
  analysis: Analysis,
  pairs: readonly (readonly [string, ts.Expression, Value])[],
  proven: readonly (Value | undefined)[],
  scope: Environment,
): void {
  pairs.forEach(([, argument], index) => {
    const now = proven[index];
    if (now) change(analysis, argument, scope, () => now);
  });
}

/** A predicate of the scanned code with one returned condition proves what that condition proves. */
function refineByBody(
  analysis: Analysis,
  node: ts.CallExpression,
  truth: boolean,
  scope: Environment,
  depth: number,
): boolean {
  if (depth > 2) return false;
  const [closure, more] = read(analysis, node.expression, scope).functions;
  if (!closure || more || isClassLike(closure.node) || !('body' in closure.node)) return false;
  const { body } = closure.node;
  if (!body) return false;
  const note = noteOf(analysis, body);
  const answers = (note.answers ??= [answersOf(body, false), answersOf(body, true)])[truth ? 1 : 0];
  if (!answers) return false;
  const pairs: [string, ts.Expression, Value][] = [];
  closure.node.parameters.forEach((parameter, index) => {
    const argument = node.arguments[index];
    if (!argument || !isIdentifier(parameter.name)) return;
    const key = accessKey(analysis, parameter.name);
    const value = read(analysis, argument, scope);
    if (key !== undefined) pairs.push([key, argument, value]);
  });
  // Nothing can be proved of what holds no data.
  if (pairs.every(([, , { taints, objects }]) => taints.length + objects.length === 0)) return true;
  const memo = `${truth}${depth}${callKey(
    closure,
    pairs.map(([, , value]) => value),
  )}`;
  let proven = analysis.proven.get(memo);
  if (proven === undefined) {
    const inside = new Environment(closure.scope);
    for (const [key, , value] of pairs) inside.set(key, value);
    for (const step of answers)
      if ('condition' in step) refine(analysis, step.condition, step.truth, inside, depth + 1);
      else readDeclarations(analysis, step.declarations, inside);
    proven = pairs.map(([key, , before]) => {
      const now = inside.get(key);
      return now === before ? undefined : now;
    });
    analysis.proven.set(memo, proven);
  }
  applyProven(analysis, pairs, proven, scope);
  return true;
}

export type Step =
  | { readonly condition: ts.Expression; readonly truth: boolean }
  | { readonly declarations: ts.VariableDeclarationList };

/**
 * What must have held when a predicate answers: constants, then `if (…) return` with the other answer, then the answer
 * itself. `undefined` for a body that is more than that.
 */
function answersOf(body: ts.Node, truth: boolean): readonly Step[] | undefined {
  if (!isBlock(body)) return [{ condition: body as ts.Expression, truth }];
  const steps: Step[] = [];
  for (const [index, statement] of body.statements.entries()) {
    if (isVariableStatement(statement)) steps.push({ declarations: statement.declarationList });
    else if (isIfStatement(statement) && !statement.elseStatement) {
      const answer = constantAnswer(statement.thenStatement);
      if (answer === undefined) return undefined;
      // Where it gave the answer asked for, nothing else is known.
      if (answer === truth) return undefined;
      steps.push({ condition: statement.expression, truth: false });
    } else if (isReturnStatement(statement) && index === body.statements.length - 1) {
      if (!statement.expression) return undefined;
      steps.push({ condition: statement.expression, truth });
      return steps;
    } else return undefined;
  }
  return undefined;
}

/** `return true` or `{ return false; }`. */
function constantAnswer(statement: ts.Statement): boolean | undefined {
  const [only, more] = isBlock(statement) ? statement.statements : [statement];
  if (!only || more || !isReturnStatement(only)) return undefined;
  const text = only.expression?.getText();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
