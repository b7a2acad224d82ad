import type ts from 'typescript';
import { newObject, type Analysis } from './analysis.js';
import { accessKey } from './access-key.js';
import { Environment, type Closure } from './environment.js';
import { invoke } from './invoke.js';
import { joinText } from './join-text.js';
import { refine } from './refine.js';
import { choosesByName } from './chosen-names.js';
import { replaced } from './replace-text.js';
import { groupsAreHarmless, isWholeMatch } from './regex-shape.js';
import { noteRegexUse } from './regex-use.js';
import { checkTypeConfusion } from './type-confusion.js';
import type { CallSite } from './read-call.js';
import { elementOf } from './read-member.js';
import {
  makeValue,
  NONE,
  constant,
  deepTaints,
  join,
  joinAll,
  madeOf,
  ofObject,
  PLAIN,
  Safe,
  tainted,
  textOf,
  UNKNOWN,
  withSafe,
  type ScannedObject,
  type Value,
  withoutKinds,
  withTaints,
} from './value.js';
import {
  isArrayBindingPattern,
  isArrowFunction,
  isBlock,
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isRegularExpressionLiteral,
  isStringLiteralLike,
} from './syntax.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Methods of text whose result is the same text as far as sinks care. */
const SAME_TEXT = words(
  'trim trimStart trimEnd toLowerCase toUpperCase toString valueOf normalize padStart padEnd repeat at charAt toLocaleLowerCase toLocaleUpperCase toWellFormed substring substr slice',
);
const NO_DATA = words(
  'indexOf lastIndexOf includes startsWith endsWith test search charCodeAt codePointAt localeCompare has some every isArray getTime toFixed findIndex findLastIndex keys_ listen close destroy abort toISOString toUTCString toDateString toTimeString toLocaleDateString toLocaleTimeString getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds getTimezoneOffset toPrecision toExponential',
);
const OVER_ELEMENTS = words(
  'forEach map filter find findLast some every flatMap findIndex sort toSorted each eachSeries',
);

const run = (
  analysis: Analysis,
  closures: readonly Closure[],
  args: readonly Value[],
  at: ts.Node,
): Value => joinAll(closures.map((closure) => invoke(analysis, closure, args, closure.self, at)));

/** Methods of text, arrays, maps, promises and functions; `undefined` when the name is none of them. */
export function readMethod(analysis: Analysis, site: CallSite): Value | undefined {
  const { receiver, name, args, node } = site;
  if (!receiver) return undefined;
  noteRegexUse(analysis, site, receiver);
  checkTypeConfusion(analysis, site, receiver);
  const [first = UNKNOWN, second = UNKNOWN] = args;
  if (NO_DATA.has(name)) {
    run(analysis, first.functions, [elementOf(receiver), UNKNOWN, receiver], node);
    return PLAIN;
  }
  if (SAME_TEXT.has(name)) return sameText(site, receiver);
  if (OVER_ELEMENTS.has(name)) return overElements(analysis, site, first);
  switch (name) {
    case 'then':
      return joinAll(
        [first, second].map((callback, index) =>
          run(
            analysis,
            callback.functions,
            [index === 0 ? receiver : refusal(node, receiver)],
            node,
          ),
        ),
      );
    case 'catch':
    case 'finally':
      run(analysis, first.functions, [name === 'catch' ? refusal(node, receiver) : UNKNOWN], node);
      return receiver;
    case 'reduce':
    case 'reduceRight': {
      const element = elementOf(receiver);
      const once = run(analysis, first.functions, [second, element, UNKNOWN], node);
      return join(join(second, once), run(analysis, first.functions, [once, element], node));
    }
    case 'push':
    case 'unshift':
    case 'add':
      for (const object of receiver.objects) into(object, joinAll(args));
      return name === 'add' ? receiver : UNKNOWN;
    case 'set':
      return setEntry(receiver, first, second);
    case 'get':
      return getEntry(receiver, first);
    case 'concat':
      return receiver.objects.length > 0 && receiver.objects[0]?.kind === 'array'
        ? listOf(
            node,
            joinAll([elementOf(receiver), ...args.map((arg) => join(arg, elementOf(arg)))]),
          )
        : joinText([receiver, ...args]);
    case 'join':
      return splitAtQuotes(node)
        ? withSafe(joined(receiver, textOf(first)), Safe.sql | Safe.command)
        : joined(receiver, textOf(first));
    case 'split': {
      const list = newObject(node, 'array');
      list.rest = madeOf([receiver]);
      // The parts of `a.b.c` are keys somebody chose.
      if (partsKeys(first) && receiver.constants === undefined)
        list.rest = join(list.rest, tainted('own-key', node));
      // What stands before `?` or the first `/` of a path is harmless only in the first piece.
      if (isSeparator(first)) {
        list.rest = withSafe(list.rest, Safe.flat);
        list.properties.set('0', withSafe(list.rest, Safe.noDots));
      }
      return ofObject(list);
    }
    case 'replace':
    case 'replaceAll':
      return replaced(site, receiver, run(analysis, second.functions, [madeOf([receiver])], node));
    case 'match':
    case 'matchAll':
    case 'exec':
      return captured(
        analysis,
        node,
        name === 'exec' ? receiver : first,
        madeOf([name === 'exec' ? first : receiver]),
      );
    case 'bind':
      // A function, whatever it is bound to; not text.
      return receiver.functions.length > 0
        ? undefined
        : makeValue(NONE, undefined, undefined, receiver.paths, NONE, NONE);
    case 'pop':
    case 'shift':
      return elementOf(receiver);
    case 'reverse':
    case 'toReversed':
    case 'splice':
      if (receiver.objects.length > 0) return listOf(node, elementOf(receiver));
      return receiver.taints.length > 0 ? receiver : undefined;
    case 'fill':
      return listOf(node, first);
    case 'entries':
    case 'values':
    case 'keys':
    case 'flat':
    case 'toArray':
      return receiver.objects.length > 0 || receiver.taints.length > 0 ? receiver : undefined;
    default:
      return undefined;
  }
}

/** What a request that failed gives its handler: an error that holds the answer of the server. */
function refusal(node: ts.Node, receiver: Value): Value {
  if (!receiver.taints.some(({ kind }) => kind === 'response')) return UNKNOWN;
  const error = newObject(node, 'object');
  error.properties.set('response', receiver);
  return ofObject(error);
}

/** The few characters by which somebody knows a key again: `key.slice(0, 4)`, `key.slice(-4)`. */
const LONGEST_GLIMPSE = 8;
function isGlimpse({ name, args }: CallSite): boolean {
  const [from, to] = args.map((arg) => arg.constants?.[0]);
  if (name === 'at' || name === 'charAt') return true;
  if (typeof from !== 'number' || !/^(?:slice|substring|substr)$/.test(name)) return false;
  if (to === undefined) return name !== 'substring' && from < 0 && -from <= LONGEST_GLIMPSE;
  return typeof to === 'number' && (name === 'substr' ? to : to - from) <= LONGEST_GLIMPSE;
}

/** What stands between the names of a path to a value: `a.b`, `a->b`, `a::b`, `a[b]`; a slash parts addresses and files more often. */
const partsKeys = (separator: Value): boolean =>
  /^(?:\.|->|__|::)$/.test(textOf(separator) ?? '') ||
  separator.objects.some(({ node }) => /^\/\[?(?:\\?\.|\\\[)/.test(node.getText().slice(0, 8)));

function sameText(site: CallSite, receiver: Value): Value {
  const { name, args, node } = site;
  const [only] = receiver.constants ?? [];
  if (typeof only === 'string' && receiver.constants?.length === 1) {
    if (name === 'trim') return constant(only.trim());
    if (name === 'toLowerCase') return constant(only.toLowerCase());
    if (name === 'toUpperCase') return constant(only.toUpperCase());
    // What is encoded again is another text.
    if (name === 'toString' && !/^(?:hex|base64(?:url)?)$/.test(textOf(args[0]) ?? ''))
      return receiver;
  }
  if (receiver.objects.some((object) => object.kind === 'array') && name === 'slice')
    return listOf(node, elementOf(receiver));
  const from = args[0]?.constants?.[0];
  // `letters.charAt(Math.random() * n)` is as easy to guess as the number.
  const drawn = args.flatMap((arg) => arg.taints.filter(({ kind }) => kind === 'random'));
  if (drawn.length > 0) return makeValue(drawn, undefined, undefined, NONE, NONE, NONE);
  // A piece with both ends chosen elsewhere (`x.substring(i, j)`) is too short to mean anything.
  if (/^(?:substring|substr|slice)$/.test(name) && args.length === 2 && from === undefined)
    return withSafe(madeOf([receiver]), Safe.path | Safe.short);
  const value = madeOf([
    withTaints(
      receiver,
      receiver.taints.filter(
        ({ kind, strange }) =>
          (kind !== 'error' || strange === true) && !(kind === 'secret' && isGlimpse(site)),
      ),
    ),
  ]);
  if (name === 'toString') {
    const form = textOf(args[0]);
    if (form === 'hex') return withSafe(value, Safe.all | Safe.noDots | Safe.relative);
    if (form === 'base64' || form === 'base64url')
      return withSafe(value, Safe.command | Safe.code | Safe.sql | Safe.regex | Safe.nosql);
    return withSafe(value, Safe.nosql);
  }
  // A piece of bounded length gives a slow pattern little to do.
  return /^(?:substring|substr|slice)$/.test(name) ? withSafe(value, Safe.short) : value;
}

/** What a pattern took out of a text: its groups are as harmless as what they can match. */
function captured(analysis: Analysis, node: ts.Node, pattern: Value, subject: Value): Value {
  const literal = pattern.objects.find((object) => isRegularExpressionLiteral(object.node))
    ?.node as ts.RegularExpressionLiteral | undefined;
  if (!literal || subject.taints.length === 0) return subject;
  const source = literal.text.slice(1, literal.text.lastIndexOf('/'));
  const whole = isWholeMatch(source);
  if (whole && !source.includes('(')) return withSafe(subject, HARMLESS);
  if (!groupsAreHarmless(source)) return subject;
  const list = newObject(node, 'array');
  list.properties.set('0', whole ? withSafe(subject, HARMLESS) : subject);
  list.rest = withSafe(subject, HARMLESS);
  return ofObject(list);
}
const HARMLESS = Safe.all | Safe.noDots | Safe.relative | Safe.query | Safe.option;

function overElements(analysis: Analysis, site: CallSite, callback: Value): Value {
  const { receiver = UNKNOWN, name, node } = site;
  const element = elementOf(receiver);
  const result = run(analysis, callback.functions, [element, UNKNOWN, receiver], node);
  switch (name) {
    case 'map':
    case 'flatMap':
      if (callback.functions.length === 0)
        return madeOf([receiver, element]).taints.length > 0
          ? listOf(node, cleaned(callback, element))
          : UNKNOWN;
      return listOf(node, name === 'flatMap' ? join(result, elementOf(result)) : result);
    case 'filter':
      return filtered(analysis, site, element);
    case 'sort':
    case 'toSorted':
      return receiver;
    case 'find':
    case 'findLast':
      return element;
    default:
      return UNKNOWN;
  }
}

/** `list.filter((one) => OK.includes(one))`: what is left has passed the test. */
function filtered(analysis: Analysis, site: CallSite, element: Value): Value {
  const { receiver = UNKNOWN, node, scope } = site;
  const predicate = node.arguments?.[0];
  if (!predicate || !isArrowFunction(predicate)) return receiver;
  const [parameter] = predicate.parameters;
  if (parameter && isArrayBindingPattern(parameter.name))
    return choosesByName(predicate) ? chosenEntries(receiver, node) : receiver;
  if (element.taints.length === 0 || isBlock(predicate.body)) return receiver;
  const key =
    parameter && isIdentifier(parameter.name) ? accessKey(analysis, parameter.name) : undefined;
  if (key === undefined) return receiver;
  const inside = new Environment(scope);
  inside.set(key, element);
  refine(analysis, predicate.body, true, inside);
  const passed = inside.get(key);
  return passed && passed !== element ? listOf(node, passed) : receiver;
}

/** `Object.entries(settings).filter(([name]) => …)`: what is left was chosen by its name. */
function chosenEntries(receiver: Value, node: ts.Node): Value {
  const pairs = elementOf(receiver).objects;
  if (pairs.length === 0) return receiver;
  const pair = newObject(node, 'array');
  for (const one of pairs)
    for (const [name, value] of one.properties) {
      const chosen = withoutKinds(value, ['secret', 'environment']);
      const known = pair.properties.get(name);
      pair.properties.set(name, known ? join(known, chosen) : chosen);
    }
  return listOf(pair.node, ofObject(pair));
}

/** `list.map(Number)` and the like leave no text. */
const cleaned = (callback: Value, element: Value): Value =>
  callback.paths.some((path) => /^(?:Number|parseInt|Boolean|parseFloat)$/.test(path))
    ? UNKNOWN
    : callback.paths.includes('String')
      ? withSafe(element, Safe.nosql)
      : element;

function into(object: ScannedObject, value: Value): void {
  object.rest = object.rest ? join(object.rest, value) : value;
}

export function listOf(node: ts.Node, element: Value): Value {
  const list = newObject(node, 'array');
  list.rest = element;
  return ofObject(list);
}

function setEntry(receiver: Value, key: Value, value: Value): Value | undefined {
  if (receiver.objects.length === 0) return undefined;
  const name = key.constants?.length === 1 ? String(key.constants[0]) : undefined;
  for (const object of receiver.objects) {
    if (name === undefined) into(object, value);
    else object.properties.set(name, value);
  }
  return receiver;
}

function getEntry(receiver: Value, key: Value): Value | undefined {
  if (receiver.objects.length === 0)
    return receiver.taints.length > 0 ? madeOf([receiver]) : undefined;
  const name = key.constants?.length === 1 ? String(key.constants[0]) : undefined;
  if (name === undefined) return elementOf(receiver);
  return joinAll(
    receiver.objects.map((object) => object.properties.get(name) ?? object.rest ?? UNKNOWN),
  );
}

function joined(receiver: Value, separator: string | undefined): Value {
  const [array] = receiver.objects;
  if (array && !array.rest && separator !== undefined && array.properties.size > 0) {
    const parts = [...array.properties.values()];
    return joinText(
      parts.flatMap((part, index) => (index === 0 ? [part] : [constant(separator), part])),
    );
  }
  const value = madeOf([
    receiver,
    makeValue(deepTaints(receiver, 2), undefined, undefined, NONE, NONE, NONE),
  ]);
  // Joined again, the parts of a path can be any number of `..`.
  return withSafe(value, 0, Safe.flat);
}

/** `x.split("'").join("''")` is a replacement of all of them. */
function splitAtQuotes({ expression }: CallSite['node']): boolean {
  const split = isPropertyAccessExpression(expression) ? expression.expression : undefined;
  return (
    split !== undefined &&
    isCallExpression(split) &&
    split.expression.getText().endsWith('.split') &&
    split.arguments[0] !== undefined &&
    isStringLiteralLike(split.arguments[0]) &&
    split.arguments[0].text === "'"
  );
}

/** `'/'`, `path.sep`, `/[\\/]/`. */
function isSeparator(value: Value): boolean {
  if (textOf(value) === '/' || value.paths.includes('path.sep')) return true;
  const [object] = value.objects;
  return (
    object !== undefined &&
    isRegularExpressionLiteral(object.node) &&
    /^\/\[(?:\\\\|\\?\/){1,2}\]\+?\/|^\/\\\/\+?\//.test(object.node.text)
  );
}
