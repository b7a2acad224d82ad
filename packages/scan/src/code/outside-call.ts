import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { readMethod } from './builtin-methods.js';
import { invoke } from './invoke.js';
import { languageCall } from './language-call.js';
import { calledPath } from './outside-path.js';
import { callbackParameter } from './parameter-hint.js';
import type { CallSite } from './read-call.js';
import { elementOf } from './read-member.js';
import { isClassLike, isFunctionLike } from './syntax.js';
import { modelsOf, type Model } from './tables/models.js';
import {
  NONE,
  makeValue,
  deepTaints,
  joinAll,
  joinTaints,
  madeOf,
  ofPath,
  passedOn,
  PLAIN,
  Safe,
  tainted,
  textOf,
  UNKNOWN,
  withSafe,
  withTaints,
  type Value,
} from './value.js';

const LONGEST = 120;

/** What a function of an outside module returns; `undefined` when no name of the callee is known. */
export function outsideCall(analysis: Analysis, site: CallSite): Value | undefined {
  const { callee, receiver, args } = site;
  if (callee.paths.length === 0) return undefined;
  const builtin = languageCall(analysis, site);
  if (builtin) return builtin;
  const results: Value[] = [];
  let modelled = false;
  for (const path of callee.paths) {
    for (const model of modelsOf(path)) {
      modelled = true;
      results.push(applyModel(analysis, model, path, site));
    }
  }
  if (!modelled && receiver && receiver.taints.length + receiver.objects.length > 0) {
    const known = readMethod(analysis, site);
    if (known) return known;
  }
  // Whatever these are methods of, they answer yes, no or a number.
  if (!modelled && ANSWERS.test(site.name)) return PLAIN;
  runCallbacks(analysis, site, modelled);
  const paths: string[] = [];
  for (const path of callee.paths) {
    const called = path.endsWith('()') ? path : calledPath(path);
    if (called.length <= LONGEST) paths.push(called);
  }
  if (!modelled) {
    const from = args.concat(receiver && keepsReceiver(site) ? [receiver] : []);
    results.push(joinAll([passedOn(propagates(site) ? from : []), ofPath(...paths)]));
  }
  const value = joinAll(results);
  return value.paths.length > 0 || modelled
    ? value
    : makeValue(value.taints, value.constants, value.prefix, paths, value.functions, value.objects);
}

const ANSWERS = /^(?:includes|startsWith|endsWith|indexOf|lastIndexOf)$/;

const keepsReceiver = (site: CallSite): boolean => (site.receiver?.taints.length ?? 0) > 0;

const CLEANS =
  /(?:sanitiz|sanitis|escape|encode|clean|valid|quote|whitelist|allow|filter|strip|safe_?(?:join|path|resolve|file|segment)|(?:join|resolve|path)_?safe|hash|encrypt|digest|verify|compare|check|assert|exists|stat|listen|count|length|parseInt|toNumber|^is[A-Z]|^has[A-Z])/i;

/** Most functions of packages give back something made of what they are given; those whose name cleans do not. */
const propagates = (site: CallSite): boolean =>
  !CLEANS.test(site.name) && !(site.receiver && LOOKS_UP.test(site.name));

/** What a store holds under a key, or a database finds by a name, is not made of the key. */
export const LOOKS_UP =
  /^(?:get|lookup|find|find(?:One|First|Unique|All|Many)\w*|(?:find|get|fetch|load|select)\w*By[A-Z]\w*)$/;

function applyModel(analysis: Analysis, model: Model, path: string, site: CallSite): Value {
  const { args, receiver, node } = site;
  let value: Value;
  switch (model.from) {
    case 'none':
      value = UNKNOWN;
      break;
    case 'receiver':
      value = receiver ?? UNKNOWN;
      break;
    case 'all':
      value = madeOf([...args, ...args.map((arg) => elementOf(arg))]);
      break;
    case 'deep':
      value = makeValue(
        args.reduce<Value['taints']>((all, arg) => joinTaints(all, deepTaints(arg)), []),
        undefined,
        undefined,
        NONE,
        NONE,
        NONE,
      );
      break;
    default:
      value = args[model.from] ?? UNKNOWN;
      if (value.constants)
        value = makeValue(
          value.taints,
          undefined,
          value.prefix,
          value.paths,
          value.functions,
          value.objects,
        );
  }
  if (model.safe || model.drop) value = withSafe(value, model.safe ?? 0, model.drop);
  if (model.kind && !(model.kind === 'random' && drawsWell(analysis, node))) {
    const source = withSafe(tainted(model.kind, node), model.safe ?? 0);
    value = makeValue(
      joinTaints(value.taints, source.taints),
      value.constants,
      value.prefix,
      [calledPath(path)],
      value.functions,
      value.objects,
    );
  }
  return model.path
    ? makeValue(
        value.taints,
        value.constants,
        value.prefix,
        [model.path],
        value.functions,
        value.objects,
      )
    : value;
}

/** A function that also draws from a good source uses the weak one only where there is none. */
function drawsWell(analysis: Analysis, node: ts.Node): boolean {
  let at: ts.Node = node;
  while (at.parent && !isFunctionLike(at)) at = at.parent;
  return (
    isFunctionLike(at) &&
    /randomBytes|getRandomValues|randomFill|secure-random|randomUUID|randomInt/.test(at.getText())
  );
}

/** Functions that return at once and call back when something has happened. */
const RUNS_LATER =
  /^(?:fs\.(?!promises)\w+|setTimeout|setInterval|setImmediate|process\.nextTick|child_process\.(?:exec|execFile)|dns\.\w+|crypto\.(?:randomBytes|pbkdf2|scrypt)|https?\.(?:get|request))$/;

/** What calls back with the normal form of a path. */
const RESOLVES = /^(?:fs|fs-extra|graceful-fs)\.realpath(?:\.native)?$/;

/** Functions given to an outside function are called by it, with what the tables know or the data it holds. */
function runCallbacks(analysis: Analysis, site: CallSite, modelled: boolean): void {
  const { callee, args, receiver, node } = site;
  const data = madeOf([...(receiver ? [receiver] : []), ...args]);
  args.forEach((argument, position) => {
    const closures = [
      ...argument.functions,
      ...argument.objects.flatMap((object) =>
        object.kind === 'object'
          ? [...object.properties.values()].flatMap((one) => one.functions)
          : [],
      ),
    ].slice(0, 12);
    for (const closure of closures) {
      if (isClassLike(closure.node)) continue;
      const count = (closure.node as ts.SignatureDeclaration).parameters.length;
      const inner = argument.functions.includes(closure);
      const values = Array.from({ length: count }, (_, index) => {
        const event = position === 1 ? textOf(args[0]) : undefined;
        const known = callee.paths.map((path) =>
          event === 'message' && index === 0 && /(?:^|\.)(?:addEventListener|on)$/.test(path)
            ? 'tainted'
            : callbackParameter(path, position, index),
        );
        const values = known.map((one) =>
          one === 'tainted' || one === 'response' || one === 'file'
            ? tainted(
                one === 'tainted' ? 'remote' : one,
                (closure.node as ts.SignatureDeclaration).parameters[index] ?? node,
              )
            : typeof one === 'string'
              ? one === ''
                ? UNKNOWN
                : ofPath(one)
              : one,
        );
        const value = joinAll(values);
        const resolved = index === 1 && callee.paths.some((path) => RESOLVES.test(path));
        const mine = resolved
          ? withSafe(data, Safe.normal | Safe.noDots, Safe.relative | Safe.path)
          : inner && !modelled
            ? madeOf([data])
            : UNKNOWN;
        return mine.taints.length > 0 && value.taints.length === 0
          ? withTaints(value, mine.taints)
          : value;
      });
      analysis.later = callee.paths.some((path) => RUNS_LATER.test(path) && !path.endsWith('Sync'));
      invoke(analysis, closure, values, closure.self, node);
      analysis.later = false;
    }
  });
}
