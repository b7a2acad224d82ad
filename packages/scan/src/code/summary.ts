import type { Environment } from './environment.js';
import { joinTaints, sameValue, withBits, type Taint, type Value, withTaints } from './value.js';

/** What a function returned when its body was read with these arguments. */
export interface Summary {
  readonly args: readonly Value[];
  readonly value: Value;
}

/** A reading of a body that is done, with all that it depended on. */
export interface KnownCall extends Summary {
  readonly scope: Environment;
  readonly self: Value | undefined;
}

/** What a function returned when it was called with values that its body treats alike. */
export function knownResult(
  calls: readonly KnownCall[],
  scope: Environment,
  args: readonly Value[],
  self: Value | undefined,
): Value | undefined {
  for (let at = 0; at < calls.length; at += 1) {
    const call = calls[at] as KnownCall;
    if (call.scope === scope && sameArguments(call.args, args) && sameSelf(call.self, self))
      return call.value;
  }
  return undefined;
}

function sameArguments(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1)
    if (!sameValue(left[at] as Value, right[at] as Value)) return false;
  return true;
}

const sameSelf = (left: Value | undefined, right: Value | undefined): boolean =>
  left === right || (left !== undefined && right !== undefined && sameValue(left, right));

/**
 * What a function returns for arguments with which it was not read: what it returned for those most like them, with the
 * data of these in the place of theirs. `undefined` when it was never read to its end.
 */
export function valueOf(all: readonly Summary[], args: readonly Value[]): Value | undefined {
  let best: Summary | undefined;
  let most = -1;
  for (const one of all) {
    const alike = args.filter((arg, index) => sameKinds(arg, one.args[index])).length;
    if (alike > most) [best, most] = [one, alike];
  }
  return best && transferred(best, args);
}

const sameKinds = (left: Value, right: Value | undefined): boolean =>
  left.taints.length === (right?.taints.length ?? 0) &&
  left.taints.every(({ kind }, index) => kind === right?.taints[index]?.kind);

function transferred({ args: before, value }: Summary, args: readonly Value[]): Value {
  if (value.taints.length === 0) return value;
  let taints: readonly Taint[] = [];
  for (const one of value.taints) {
    const from = before.findIndex((arg) =>
      arg.taints.some(({ at, kind }) => at === one.at && kind === one.kind),
    );
    const own =
      from === -1
        ? [one]
        : (args[from]?.taints ?? []).map((taint) => withBits(taint, taint.safe | one.safe));
    taints = joinTaints(taints, own);
  }
  return withTaints(value, taints);
}
