import type ts from 'typescript';
import type { Closure, Environment } from './environment.js';

/** Where data comes from. Which of them a sink minds is said by its rule. */
export type SourceKind =
  | 'remote'
  | 'model'
  | 'response'
  | 'file'
  | 'param'
  | 'library'
  | 'cli'
  | 'env'
  | 'secret'
  | 'environment'
  | 'error'
  | 'random'
  | 'private-file'
  | 'literal-code'
  | 'host'
  | 'archive'
  | 'proto-key'
  | 'json-text'
  | 'own-key';

/** One source whose data can be in a value; `safe` is a set of {@link Safe} bits. */
export interface Taint {
  readonly kind: SourceKind;
  readonly at: ts.Node;
  readonly safe: number;
  /** For a prototype found under a key: whether a stranger chose the key. */
  readonly strange?: boolean | undefined;
}

/** For which sinks a value was made harmless, and what is known about a path. */
export const Safe = {
  command: 1,
  code: 2,
  path: 4,
  sql: 8,
  nosql: 16,
  url: 32,
  proto: 64,
  regex: 128,
  /** A failure that was handed over: what it says may be shown, its stack may not. */
  secret: 256,
  normal: 512,
  relative: 1024,
  noDots: 2048,
  query: 4096,
  keyed: 8192,
  segment: 16384,
  builder: 32768,
  /** One part of a parsed file, such as a setting; not what the file holds. */
  parsed: 65536,
  /** It does not begin with `-`, so that no program takes it for an option. */
  option: 131072,
  /** One part of a path, without separators. */
  flat: 262144,
  /** Its brackets and stars are escaped, as a filter of a directory wants it. */
  filter: 524288,
  /** It stands in quotes of its own, as JSON writes texts. */
  quoted: 1048576,
  /** It is short, or nothing in it is repeated, so that a slow pattern has little to do. */
  short: 2097152,
  key: 64 | 32768,
  all: 255 | 32768,
} as const;

export type Constant = string | number | boolean | null | undefined;

/** An object, array, class instance or module of the scanned code; one for each place that makes one. */
export interface ScannedObject {
  readonly id: number;
  readonly node: ts.Node;
  readonly kind: 'object' | 'array' | 'instance' | 'module';
  readonly properties: Map<string, Value>;
  /** What stands under keys that are not known. */
  rest: Value | undefined;
  readonly definedBy: ts.ClassLikeDeclaration | undefined;
  readonly scope: Environment | undefined;
}

/** What is known of a value at one point of the program. */
export interface Value {
  readonly taints: readonly Taint[];
  /** All the constants it can be; `undefined` when it can be anything else. */
  readonly constants: readonly Constant[] | undefined;
  /** Text it is known to start with, when it is not a constant. */
  readonly prefix: string | undefined;
  /** Names in outside modules it can be, such as `fs.readFile` or `mysql.createConnection()`. */
  readonly paths: readonly string[];
  readonly functions: readonly Closure[];
  readonly objects: readonly ScannedObject[];
}

/** Filled and emptied, so that the engine takes it for a list of objects as all others are. */
const none: unknown[] = [{}];
none.pop();
export const NONE = none as unknown as readonly never[];
/** All taints are made here, for the same reason as all values. */
export const makeTaint = (
  kind: SourceKind,
  at: ts.Node,
  safe: number,
  strange?: boolean,
): Taint => ({ kind, at, safe, strange });
export const withBits = (taint: Taint, safe: number): Taint =>
  makeTaint(taint.kind, taint.at, safe, taint.strange);
/** All values are made here, so that the engine sees one shape: with several, it compiles the readers again and again. */
export const makeValue = (
  taints: Value['taints'],
  constants: Value['constants'],
  prefix: Value['prefix'],
  paths: Value['paths'],
  functions: Value['functions'],
  objects: Value['objects'],
): Value => ({
  taints: taints.length === 0 ? NONE : taints,
  constants,
  prefix,
  paths: paths.length === 0 ? NONE : paths,
  functions: functions.length === 0 ? NONE : functions,
  objects: objects.length === 0 ? NONE : objects,
});
/** A copy of a list, in the one shape of lists. */
export const copied = <T>(list: readonly T[]): T[] => mapped(list, (item) => item);
/** Makes lists of one shape, which `map` does not: once it is compiled, its lists have room for holes. */
export function mapped<T, U>(list: readonly T[], change: (item: T) => U): U[] {
  const items: U[] = [];
  for (let at = 0; at < list.length; at += 1) items.push(change(list[at] as T));
  return items;
}
/** The same value with other taints. */
export const withTaints = (
  { constants, prefix, paths, functions, objects }: Value,
  taints: Value['taints'],
): Value => makeValue(taints, constants, prefix, paths, functions, objects);
/** The same value as something outside that has other names. */
export const withPaths = (
  { taints, constants, prefix, functions, objects }: Value,
  paths: Value['paths'],
): Value => makeValue(taints, constants, prefix, paths, functions, objects);
export const UNKNOWN: Value = makeValue(NONE, undefined, undefined, NONE, NONE, NONE);
/** A number or an answer of yes or no: whatever it is called, it is no text that anybody keeps secret. */
export const PLAIN: Value = makeValue(NONE, undefined, undefined, NONE, NONE, NONE);
const MOST = 8;

export const constant = (value: Constant): Value =>
  makeValue(NONE, [value], undefined, NONE, NONE, NONE);
export const ofPath = (...paths: string[]): Value =>
  makeValue(NONE, undefined, undefined, paths, NONE, NONE);
export const ofObject = (object: ScannedObject): Value =>
  makeValue(NONE, undefined, undefined, NONE, NONE, [object]);
export const ofFunction = (closure: Closure): Value =>
  makeValue(NONE, undefined, undefined, NONE, [closure], NONE);
export const tainted = (kind: SourceKind, at: ts.Node, paths: readonly string[] = NONE): Value =>
  makeValue([makeTaint(kind, at, 0)], undefined, undefined, paths, NONE, NONE);

const union = <T>(left: readonly T[], right: readonly T[]): readonly T[] => {
  if (left.length === 0) return right;
  if (right.length === 0 || left === right) return left;
  let all: T[] | undefined;
  for (let at = 0; at < right.length; at += 1) {
    const item = right[at] as T;
    if (left.includes(item)) continue;
    all ??= copied(left);
    if (all.length < MOST) all.push(item);
  }
  return all ?? left;
};

const isOneSource = (left: Taint, right: Taint): boolean =>
  left.at === right.at && left.kind === right.kind;

/** The same source met twice stays safe only for what it is safe for on both ways. */
export function joinTaints(left: readonly Taint[], right: readonly Taint[]): readonly Taint[] {
  if (left.length === 0) return right;
  if (right.length === 0 || left === right) return left;
  const merged = copied(left);
  for (let at = 0; at < right.length; at += 1) {
    const taint = right[at] as Taint;
    let same = 0;
    while (same < merged.length && !isOneSource(merged[same] as Taint, taint)) same += 1;
    const known = merged[same];
    if (!known) {
      if (merged.length < MOST) merged.push(taint);
    } else if (known.safe !== taint.safe) merged[same] = withBits(known, known.safe & taint.safe);
  }
  return merged;
}

const leading = (value: Value): string | undefined => {
  if (value.prefix !== undefined) return value.prefix;
  const [only, more] = value.constants ?? [];
  return more === undefined && typeof only === 'string' ? only : undefined;
};

function commonPrefix(left: Value, right: Value): string | undefined {
  const [a, b] = [leading(left), leading(right)];
  if (a === undefined || b === undefined) return undefined;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

export function join(left: Value, right: Value): Value {
  if (left === right) return left;
  if (left === PLAIN) return join(UNKNOWN, right);
  if (right === PLAIN) return join(left, UNKNOWN);
  if (left === UNKNOWN && right.constants === undefined && right.prefix === undefined) return right;
  const constants =
    left.constants && right.constants ? union(left.constants, right.constants) : undefined;
  return makeValue(
    joinTaints(left.taints, right.taints),
    constants && constants.length < MOST ? constants : undefined,
    constants ? undefined : commonPrefix(left, right),
    union(left.paths, right.paths),
    union(left.functions, right.functions),
    union(left.objects, right.objects),
  );
}

/** The same for values that come one after the other. */
export const joined = (value: Value | undefined, more: Value): Value =>
  value === undefined ? more : join(value, more);

export const joinAll = (values: readonly Value[]): Value =>
  values.length === 0 ? UNKNOWN : values.reduce(join);

/** Kinds of data that nobody outside chooses. */
const OWN_KINDS = /^(?:env|secret|environment|random|json-text|literal-code|host)$/;
/** Whether somebody outside can choose a value, so that it is no measure for others. */
export const isStrange = (value: Value): boolean =>
  value.taints.some((taint) => !OWN_KINDS.test(taint.kind));

/** A value made of the data of others, about which nothing else is known. */
export const madeOf = (values: readonly Value[], mark = 0): Value => {
  const taints = values.reduce<readonly Taint[]>((all, value) => joinTaints(all, value.taints), []);
  return taints.length === 0
    ? UNKNOWN
    : withSafe(makeValue(taints, undefined, undefined, NONE, NONE, NONE), mark);
};

/** A value without what came from these sources. */
export const withoutKinds = (value: Value, kinds: readonly string[]): Value =>
  withTaints(
    value,
    value.taints.filter((taint) => !kinds.includes(taint.kind)),
  );

/** The names of settings are no secret, whatever stands under them. */
export const namesOf = (value: Value): Value['taints'] =>
  value.taints.filter(({ kind }) => kind !== 'environment' && kind !== 'secret');

/** What an unknown function makes of its arguments: data goes through, a secret as such does not. */
export const passedOn = (values: readonly Value[]): Value => {
  const value = madeOf(values);
  const taints = value.taints.filter(({ kind }) => kind !== 'secret' && kind !== 'environment');
  return taints.length === value.taints.length
    ? value
    : taints.length === 0
      ? UNKNOWN
      : withTaints(value, taints);
};

export const withSafe = (value: Value, bits: number, drop = 0): Value =>
  value.taints.length === 0
    ? value
    : withTaints(
        value,
        mapped(value.taints, (taint) => withBits(taint, (taint.safe & ~drop) | bits)),
      );

export const withoutTaint = (value: Value): Value =>
  value.taints.length === 0 ? value : withTaints(value, NONE);

/** The text a value is, when it is one constant text. */
export const textOf = (value: Value | undefined): string | undefined => {
  const [only] = value?.constants ?? [];
  return value?.constants?.length === 1 && typeof only === 'string' ? only : undefined;
};

/** The text a value starts with, as far as it is known. */
export const prefixOf = (value: Value): string | undefined => leading(value);

/** Everything inside a value, for sinks that write out whole objects. */
export function deepTaints(value: Value, depth = 3): readonly Taint[] {
  let all = value.taints;
  if (depth === 0) return all;
  for (const object of value.objects) {
    for (const inner of object.properties.values())
      all = joinTaints(all, deepTaints(inner, depth - 1));
    if (object.rest) all = joinTaints(all, deepTaints(object.rest, depth - 1));
  }
  return all;
}

/** The constant texts in a list of the scanned code. */
export const elementTexts = (list: ScannedObject): readonly string[] =>
  [...list.properties.values()].flatMap((one) => {
    const text = textOf(one);
    return text === undefined ? [] : [text];
  });

let numbers = new Map<object, number>();
let last = 0;
/** A number for a node, a symbol, a scope or a function, the same one during one scan. */
export const numberOf = (thing: object): number => {
  let number = numbers.get(thing);
  if (number === undefined) numbers.set(thing, (number = ++last));
  return number;
};
/** Lets go of everything that was numbered; a weak map would do so by itself, at several times the price. */
export const forgetNumbers = (): void => {
  numbers = new Map();
};

/** Equal for values that a function body treats alike; the key of call summaries. */
export function keyOf(value: Value): string {
  if (value === UNKNOWN) return '?';
  if (value === PLAIN) return '!';
  let key = '';
  for (const taint of value.taints) key += `${taint.kind}${numberOf(taint.at)}:${taint.safe},`;
  key += `|${value.constants ? JSON.stringify(value.constants) : (value.prefix ?? '')}|`;
  for (const path of value.paths) key += `${path},`;
  key += '|';
  for (const one of value.functions) key += `${numberOf(one)},`;
  key += '|';
  for (const one of value.objects) key += `${one.id},`;
  return key;
}

/** Equal for calls of one function with values that its body treats alike. */
export function callKey(closure: Closure, args: readonly Value[], self?: Value): string {
  let key = `${numberOf(closure.node)}/${numberOf(closure.scope)}(`;
  for (const arg of args) key += `${keyOf(arg)};`;
  return self ? `${key})${keyOf(self)}` : key;
}

function alike<T>(left: readonly T[], right: readonly T[], same: (a: T, b: T) => boolean): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1)
    if (!same(left[at] as T, right[at] as T)) return false;
  return true;
}

/** Whether nothing is known of the one value that is not known of the other. */
export const sameValue = (left: Value, right: Value): boolean =>
  left === right ||
  (left.prefix === right.prefix &&
    alike(
      left.taints,
      right.taints,
      (a, b) => a.at === b.at && a.kind === b.kind && a.safe === b.safe && a.strange === b.strange,
    ) &&
    (left.constants === right.constants ||
      (left.constants !== undefined &&
        right.constants !== undefined &&
        alike(left.constants, right.constants, Object.is))) &&
    alike(left.paths, right.paths, Object.is) &&
    alike(left.functions, right.functions, Object.is) &&
    alike(left.objects, right.objects, Object.is));
