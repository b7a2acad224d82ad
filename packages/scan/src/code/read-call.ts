import type ts from 'typescript';
import { accessKey, bare, setPath } from './access-key.js';
import type { Analysis } from './analysis.js';
import { readMethod } from './builtin-methods.js';
import { checkCall } from './check-call.js';
import { afterDecoding } from './decoded-text.js';
import { checkDetour } from './hidden-names.js';
import { construct, invoke } from './invoke.js';
import type { Environment } from './environment.js';
import { moduleOf, moduleValue } from './modules.js';
import { LOOKS_UP, outsideCall } from './outside-call.js';
import { read } from './read-expression.js';
import { report, unsafe } from './report-hit.js';
import { elementOf, memberOf } from './read-member.js';
import { handedOut } from './handed-out.js';
import {
  makeValue,
  join,
  joinAll,
  joined,
  madeOf,
  ofPath,
  passedOn,
  textOf,
  UNKNOWN,
  withoutTaint,
  withSafe,
  Safe,
  type Value,
} from './value.js';
import {
  Kind,
  isClassLike,
  isConstructorDeclaration,
  isElementAccessExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isSpreadElement,
  isStringLiteralLike,
} from './syntax.js';

export interface CallSite {
  readonly node: ts.CallExpression | ts.NewExpression;
  readonly callee: Value;
  readonly receiver: Value | undefined;
  readonly name: string;
  readonly args: readonly Value[];
  readonly spread: boolean;
  readonly scope: Environment;
}

/** A call: what it does is read, or known from a table, or guessed from what goes in. */
export function readCall(
  analysis: Analysis,
  node: ts.CallExpression | ts.NewExpression,
  scope: Environment,
): Value {
  const target = bare(analysis, node.expression);
  const isNew = isNewExpression(node);
  let receiver: Value | undefined;
  let callee: Value;
  let name = '';
  if (isPropertyAccessExpression(target)) {
    receiver = read(analysis, target.expression, scope);
    name = target.name.text;
    const key = accessKey(analysis, target);
    callee =
      (key === undefined ? undefined : scope.get(key)) ??
      memberOf(analysis, receiver, name, target);
  } else if ((target.kind as number) === Kind.SuperKeyword) {
    return readSuper(analysis, node, scope);
  } else {
    callee =
      (target.kind as number) === Kind.ImportKeyword
        ? ofPath('import()')
        : read(analysis, target, scope);
    if (isElementAccessExpression(target)) {
      receiver = read(analysis, target.expression, scope);
      checkDynamicMethod(analysis, target, receiver, scope);
    }
    if (isIdentifier(target)) name = target.text;
  }
  let spread = false;
  const args: Value[] = [];
  if (node.arguments)
    for (const argument of node.arguments) {
      if (isSpreadElement(argument)) spread = true;
      args.push(read(analysis, argument, scope));
    }
  const site: CallSite = { node, callee, receiver, name, args, spread, scope };
  checkDetour(analysis, node, target, scope);
  if (callee.paths.some((path) => LOADS.test(path))) {
    const [only] = args[0]?.constants ?? [];
    const module = moduleOf(analysis, node);
    if (typeof only === 'string' && args[0]?.constants?.length === 1 && module) {
      if (args[0].taints.length > 0 || !isStringLiteralLike(node.arguments?.[0] ?? node))
        checkCall(analysis, site);
      return moduleValue(analysis, module.path, only);
    }
  }
  // What a compiler wraps a module in is the module.
  if (WRAPS_MODULE.test(name) && args[0] && args[0].paths.length > 0) return args[0];
  checkCall(analysis, site);
  if (isNew) return readNew(analysis, site);
  if (receiver && (name === 'call' || name === 'apply' || name === 'bind')) {
    const result = readApplied(analysis, site, receiver, name);
    if (result) return result;
  }
  const result = callAll(analysis, site) ?? readMethod(analysis, site);
  const value = handedOut(
    site,
    afterDecoding(analysis, site, result ?? unknownCall(analysis, site)),
  );
  changeReceiver(analysis, site, target);
  return value;
}

/** What all functions that a callee can be return, those of the scanned code and those that tables know. */
function callAll(analysis: Analysis, site: CallSite): Value | undefined {
  const { callee, receiver, args, node, spread } = site;
  let value: Value | undefined;
  for (const closure of callee.functions)
    value = joined(
      value,
      isClassLike(closure.node)
        ? construct(analysis, closure, args, node)
        : invoke(analysis, closure, args, methodReceiver(receiver, closure.self), node, spread),
    );
  if (callee.paths.length === 0) return value;
  const known = outsideCall(analysis, site);
  return known ? joined(value, known) : value;
}

const LOADS = /^(?:require|import\(\)|module\.createRequire\(\))$/;
/** Helpers of esbuild, TypeScript and Babel around a `require`. */
const WRAPS_MODULE =
  /^(?:__toESM|__toCommonJS|__importDefault|__importStar|_?interopRequire(?:Default|Wildcard))$/;

/** A method of the global object, or of a function, under a stranger's name can be `eval` or a constructor. */
function checkDynamicMethod(
  analysis: Analysis,
  target: ts.ElementAccessExpression,
  receiver: Value,
  scope: Environment,
): void {
  const index = read(analysis, target.argumentExpression, scope);
  const open = index.taints.filter((taint) => (taint.safe & (Safe.keyed | Safe.relative)) === 0);
  const taint = unsafe('dynamic-method', open, 0);
  if (!taint) return;
  const weak = taint.kind === 'param' || taint.kind === 'library';
  const global = receiver.paths.some((path) =>
    /^(?:globalThis|module|process|eval|Function)$/.test(path),
  );
  if (global || (receiver.functions.length > 0 && !weak) || (receiver === UNKNOWN && !weak))
    report(analysis, 'dynamic-method', target, taint);
}

const methodReceiver = (receiver: Value | undefined, self: Value | undefined): Value | undefined =>
  receiver && receiver.objects.length > 0 ? receiver : self;

function readNew(analysis: Analysis, site: CallSite): Value {
  const { callee, args, node } = site;
  const results = callee.functions.map((closure) => construct(analysis, closure, args, node));
  if (callee.paths.length > 0 && results.length === 0) {
    const known = outsideCall(analysis, site);
    if (known) return known;
  }
  if (results.length > 0) return joinAll(results);
  return madeOf(args);
}

function readSuper(
  analysis: Analysis,
  node: ts.CallExpression | ts.NewExpression,
  scope: Environment,
): Value {
  const args = (node.arguments ?? []).map((argument) => read(analysis, argument, scope));
  const self = scope.get('this');
  for (const object of self?.objects ?? []) {
    const heritage = object.definedBy?.heritageClauses?.[0]?.types[0]?.expression;
    if (!heritage || !object.scope) continue;
    for (const closure of read(analysis, heritage, object.scope).functions) {
      if (!isClassLike(closure.node)) continue;
      const constructor = closure.node.members.find(isConstructorDeclaration);
      if (constructor?.body)
        invoke(analysis, { node: constructor, scope: closure.scope, self }, args, self, node);
    }
  }
  return UNKNOWN;
}

/** `f.call(self, a)`, `f.apply(self, list)` and `f.bind(self, a)`. */
function readApplied(
  analysis: Analysis,
  site: CallSite,
  target: Value,
  how: string,
): Value | undefined {
  const { args, node } = site;
  if (target.functions.length === 0 && target.paths.length === 0) return undefined;
  if (how === 'bind') return withoutTaint(target);
  const [self, ...rest] = args;
  const list = how === 'apply' ? spreadOf(rest[0]) : rest;
  const results = target.functions.map((closure) =>
    invoke(
      analysis,
      closure,
      list,
      self && self.objects.length > 0 ? self : closure.self,
      node,
      how === 'apply',
    ),
  );
  if (target.paths.length > 0) {
    const inner: CallSite = {
      node,
      callee: target,
      receiver: self,
      name: site.name,
      args: list,
      spread: site.spread,
      scope: site.scope,
    };
    checkCall(analysis, inner);
    const known = outsideCall(analysis, inner);
    if (known) results.push(known);
  }
  return joinAll(results);
}

function spreadOf(list: Value | undefined): readonly Value[] {
  const [array] = list?.objects ?? [];
  if (!list) return [];
  if (!array || array.rest) return [elementOf(list)];
  return [...array.properties.values()];
}

const CLEANER =
  /(?:sanitiz|sanitis|escape|encode|clean|valid|quote|whitelist|allow|filter|strip|normaliz|safe_?(?:join|path|resolve|file|segment)|(?:join|resolve|path)_?safe|hash|encrypt|digest|sign|parseInt|toNumber|count|length|^is[A-Z]|^has[A-Z])/i;

/** What a stream hands over piece by piece: `response.on('data', (piece) => …)`. */
const pieces = ({ receiver, name, args }: CallSite): readonly Value[] =>
  receiver && receiver.taints.length > 0 && /^on(?:ce)?$/.test(name) && textOf(args[0]) === 'data'
    ? [madeOf([receiver])]
    : [];

/** A function nobody knows: its callbacks are read, and data goes in and out of it unless its name cleans. */
function unknownCall(analysis: Analysis, site: CallSite): Value {
  const { args, receiver, node, name } = site;
  for (const argument of args)
    for (const closure of argument.functions)
      if (!isClassLike(closure.node)) invoke(analysis, closure, pieces(site), closure.self, node);
  if (CLEANER.test(name)) {
    const kept = passedOn([...args]);
    return /encrypt|hash|digest|is[A-Z]|has[A-Z]|count|length|parseInt|toNumber/.test(name)
      ? UNKNOWN
      : withSafe(kept, Safe.all | Safe.noDots | Safe.relative);
  }
  if (receiver && LOOKS_UP.test(name)) return passedOn([receiver]);
  return passedOn([...(receiver ? [receiver] : []), ...args]);
}

/** A method that puts its arguments into what it is called on. */
function changeReceiver(analysis: Analysis, site: CallSite, target: ts.Expression): void {
  const { receiver, name, args, scope } = site;
  if (!receiver || !isPropertyAccessExpression(target)) return;
  if (!/^(?:push|unshift|add|set|append|splice|write|concat|insert|prepend)$/.test(name)) return;
  const data = madeOf(args);
  if (data.taints.length === 0) return;
  if (receiver.objects.length > 0) return;
  const key = accessKey(analysis, target.expression);
  if (key !== undefined && key !== 'this' && name !== 'concat')
    setPath(
      analysis,
      scope,
      key,
      join(
        receiver,
        makeValue(
          data.taints,
          data.constants,
          data.prefix,
          receiver.paths,
          data.functions,
          data.objects,
        ),
      ),
    );
}
