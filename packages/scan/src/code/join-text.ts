import {
  withBits,
  makeValue,
  NONE,
  joinTaints,
  prefixOf,
  Safe,
  UNKNOWN,
  type Taint,
  type Value,
  mapped,
} from './value.js';

const LONGEST = 4096;
/** Text after which whatever follows can no longer choose the host of a URL. */
const HOST_IS_FIXED = /[?#]|[^?#:/\\][/\\]/;

/** The text made by writing values one after another, as `+` and templates do. */
export function joinText(parts: readonly Value[]): Value {
  const texts = parts.map((part) =>
    part.constants?.length === 1 ? String(part.constants[0]) : undefined,
  );
  if (texts.every((text) => text !== undefined)) {
    const whole = texts.join('');
    const numeric = parts.every((part) => typeof part.constants?.[0] === 'number');
    if (numeric) return UNKNOWN;
    return makeValue(
      NONE,
      whole.length <= LONGEST ? [whole] : undefined,
      undefined,
      NONE,
      NONE,
      NONE,
    );
  }
  let before = '';
  let known: string | undefined = '';
  let taints: readonly Taint[] = [];
  for (const [index, part] of parts.entries()) {
    const text = texts[index];
    if (text !== undefined) {
      before += text;
      if (known !== undefined && parts.slice(0, index).every((_, at) => texts[at] !== undefined))
        known += text;
      continue;
    }
    const leading = prefixOf(part) ?? '';
    if (before === '' && leading !== '') known = leading;
    const carried = part.taints.filter(({ kind, strange }) => kind !== 'error' || strange === true);
    taints = joinTaints(
      taints,
      mapped(carried, (taint) => after(taint, before, part)),
    );
    before += leading === '' ? '\uffff' : `${leading}\uffff`;
  }
  const constants = choices(parts);
  const plain = Safe.nosql | (endsSpecial(texts.at(-1)) ? 0 : Safe.key);
  taints = mapped(taints, (taint) => withBits(taint, taint.safe | plain));
  const pure = taints.length === 0 && known === '' && constants === undefined;
  return pure
    ? UNKNOWN
    : makeValue(taints, constants, known === '' ? undefined : known, NONE, NONE, NONE);
}

/** `${x}_id` is none of the names that lead to the prototype of all objects. */
const endsSpecial = (tail: string | undefined): boolean =>
  tail === undefined ||
  ['__proto__', 'constructor', 'prototype'].some((name) => name.endsWith(tail));

/** What is known of a source once text stands before it. */
function after(taint: Taint, before: string, part: Value): Taint {
  if (before === '') return withBits(taint, taint.safe | Safe.nosql);
  let { safe } = taint;
  // Text in front makes a path relative to it; it is not normal any more.
  safe = (safe & ~(Safe.normal | Safe.segment)) | Safe.relative;
  const shown = before.replaceAll('\uffff', 'x');
  // What stands before is ours: a base that nobody else chose fixes the host.
  const fixed = HOST_IS_FIXED.test(shown) || /^(?:https?:\/\/)?[^:/]*\uffff/.test(before);
  if (fixed || HOST_IS_FIXED.test(prefixOf(part) ?? '')) safe |= Safe.url;
  if (/^https?:\/\/[^?#]*\/$/.test(shown)) safe |= Safe.segment;
  return withBits(taint, safe);
}

/** A few constants beside fixed text stay a few constants. */
function choices(parts: readonly Value[]): readonly string[] | undefined {
  let all: string[] = [''];
  for (const part of parts) {
    if (!part.constants) return undefined;
    all = all.flatMap((head) => part.constants?.map((tail) => head + String(tail)) ?? []);
    if (all.length > 8 || all.some((text) => text.length > LONGEST)) return undefined;
  }
  return all;
}
