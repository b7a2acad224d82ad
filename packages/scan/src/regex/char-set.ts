/** Sorted ranges of UTF-16 code units, both ends included. */
export type CharSet = readonly (readonly [number, number])[];

const LAST = 0xffff;
export const ANY: CharSet = [[0, LAST]];
export const DIGIT: CharSet = [[48, 57]];
export const WORD: CharSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
export const SPACE: CharSet = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
export const NEWLINE: CharSet = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];

export function normal(ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const before = merged.at(-1);
    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else merged.push([from, Math.min(to, LAST)]);
  }
  return merged;
}

export function not(set: CharSet): CharSet {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) rest.push([next, LAST]);
  return rest;
}

export function both(left: CharSet, right: CharSet): CharSet {
  const shared: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i] as readonly [number, number], right[j] as readonly [number, number]];
    const [from, to] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
    if (from <= to) shared.push([from, to]);
    if (a[1] < b[1]) i += 1;
    else j += 1;
  }
  return shared;
}

export function contains(set: CharSet, char: number): boolean {
  for (const range of set)
    if (range[0] <= char) {
      if (char <= range[1]) return true;
    } else return false;
  return false;
}

/** A set as bits, one for each stretch of characters that all of some sets treat alike. */
export type CharBits = Uint32Array;

/** The sets as bits, so that asking what several of them share needs no new one. */
export function bitsOf(sets: readonly CharSet[]): readonly CharBits[] {
  const edges = [...new Set(sets.flatMap((set) => set.flatMap(([from, to]) => [from, to + 1])))];
  edges.sort((a, b) => a - b);
  const place = new Map(edges.map((edge, index) => [edge, index]));
  return sets.map((set) => {
    const bits = new Uint32Array((edges.length + 31) >>> 5);
    for (const [from, to] of set) {
      const end = place.get(to + 1) as number;
      for (let at = place.get(from) as number; at < end; at += 1)
        bits[at >>> 5] = (bits[at >>> 5] as number) | (1 << (at & 31));
    }
    return bits;
  });
}

/** Whether there is a character in all three. */
export function meet(left: CharBits, middle: CharBits, right: CharBits): boolean {
  for (let at = 0; at < left.length; at += 1)
    if (((left[at] as number) & (middle[at] as number) & (right[at] as number)) !== 0) return true;
  return false;
}

/** Letters stand for both of their cases. */
export function foldCase(set: CharSet): CharSet {
  const more: [number, number][] = [];
  for (const [from, to] of set) {
    const [low, high] = [both([[from, to]], [[97, 122]]), both([[from, to]], [[65, 90]])];
    for (const [a, b] of low) more.push([a - 32, b - 32]);
    for (const [a, b] of high) more.push([a + 32, b + 32]);
  }
  return normal([...set, ...more]);
}
