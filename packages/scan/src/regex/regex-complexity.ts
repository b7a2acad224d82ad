import { automatonOf, type Position } from './automaton.js';
import {
  bitsOf,
  both,
  contains,
  meet,
  normal,
  not,
  type CharBits,
  type CharSet,
} from './char-set.js';

export type Complexity = 'linear' | 'polynomial' | 'exponential';

/** Pairs and triples of positions looked at for one pattern; beyond it nothing is claimed. */
const BUDGET = 400_000;
const cache = new Map<string, Complexity>();

/**
 * How the time of a failing match grows with the length of the text, by the ambiguity of the automaton: two ways to
 * read the same text in a loop are exponential, two loops after each other that read the same text polynomial
 * (Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers", CIAA 2016).
 */
export function complexityOf(source: string, flags: string): Complexity {
  const key = `${flags}/${source}`;
  let known = cache.get(key);
  if (known === undefined) {
    known = measure(source, flags);
    if (cache.size < 5000) cache.set(key, known);
  }
  return known;
}

/** Whether the time of a pattern may be exponential: only a group that is repeated can be read in two ways each time. */
export const mayBeExponential = (source: string): boolean => /\)[*+{]/.test(source);

function measure(source: string, flags: string): Complexity {
  if (!REPEATS.test(source.replaceAll(FIXED, 'x'))) return 'linear';
  const positions = automatonOf(source, flags);
  if (!positions) return 'linear';
  const reach = reachable(positions);
  const shares = sharesOf(positions);
  const known: (boolean | undefined)[] = [];
  const canFail = (index: number) =>
    (known[index] ??= canReject(positions, new Set([index, ...partOf(reach, index)]), 0));
  if (mayBeExponential(source) && isExponential(positions, reach, canFail, shares))
    return 'exponential';
  return isPolynomial(positions, reach, canFail, shares) ? 'polynomial' : 'linear';
}

/** Escaped characters and classes, which repeat nothing by themselves. */
const FIXED = /\\.|\[(?:[^\]\\]|\\.)*\]/gs;
/** Repetitions without a bound, or with one so large that nobody waits for it. */
const REPEATS = /[*+]|\{\d+,\}|\{\d*,?\d{2,}\}/;

type CanFail = (index: number) => boolean;

/** Steps after the repeated part in which a text that fails is looked for. */
const DEEPEST = 3;

/**
 * Whether a text read up to here, or to any place of its loop, can still fail. A match that may end here succeeds at
 * once, and one that reads on whatever comes, until the end, always succeeds: `([^]|x)*$`.
 */
function canReject(
  positions: readonly Position[],
  state: ReadonlySet<number>,
  depth: number,
): boolean {
  const nexts = new Set<number>();
  for (const at of state) {
    if (positions[at]?.accepts) return false;
    for (const next of positions[at]?.next.keys() ?? []) nexts.add(next);
  }
  const atEnd = [...nexts].some((next) => next > 0 && (positions[next]?.set.length ?? 0) === 0);
  if (!atEnd) return true;
  if (depth >= DEEPEST) return false;
  // One character of each kind that the patterns tell apart.
  const edges = new Set([0]);
  for (const next of nexts)
    for (const [from, to] of positions[next]?.set ?? []) {
      edges.add(from);
      if (to < 0xffff) edges.add(to + 1);
    }
  for (const char of [...edges].slice(0, 24)) {
    const after = new Set([...nexts].filter((next) => contains(positions[next]?.set ?? [], char)));
    if (after.size === 0 || canReject(positions, after, depth + 1)) return true;
  }
  return false;
}

type Reach = readonly ReadonlySet<number>[];

/** The positions that come after each one. */
function reachable(positions: readonly Position[]): Reach {
  return positions.map((_, start) => {
    const seen = new Set<number>();
    const waiting = [...(positions[start]?.next.keys() ?? [])];
    while (waiting.length > 0) {
      const at = waiting.pop() as number;
      if (seen.has(at)) continue;
      seen.add(at);
      waiting.push(...(positions[at]?.next.keys() ?? []));
    }
    return seen;
  });
}

/** The positions that are in a loop with one. */
const partOf = (reach: Reach, start: number): readonly number[] =>
  [...(reach[start] ?? [])].filter((at) => reach[at]?.has(start));

/** Whether three positions, or two of them, read the same character. */
type Shares = (a: number, b: number, c?: number) => boolean;

function sharesOf(positions: readonly Position[]): Shares {
  const bits = bitsOf(positions.map(({ set }) => set));
  return (a, b, c = b) => meet(bits[a] as CharBits, bits[b] as CharBits, bits[c] as CharBits);
}

function isExponential(
  positions: readonly Position[],
  reach: Reach,
  canFail: CanFail,
  shares: Shares,
): boolean {
  const count = positions.length;
  let budget = BUDGET;
  for (let start = 1; start < count; start += 1) {
    if (!reach[start]?.has(start) || !canFail(start)) continue;
    const inLoop = (at: number) => reach[start]?.has(at) === true && reach[at]?.has(start) === true;
    const loop = partOf(reach, start);
    const text = textOf(positions, loop);
    if (loop.some((at) => matches(positions, at, text))) continue;
    // Two ways from a position to the next, both inside the loop.
    for (let at = 1; at < count; at += 1)
      if (inLoop(at) && (positions[at]?.set.length ?? 0) > 0)
        for (const [next, ways] of positions[at]?.next ?? [])
          if (ways > 1 && inLoop(next) && (positions[next]?.set.length ?? 0) > 0) return true;
    // From (p, p) over a pair of different positions back to (p, p).
    const forward = new Set<number>();
    const back = new Map<number, number[]>();
    const waiting = [start * count + start];
    while (waiting.length > 0 && budget > 0) {
      const pair = waiting.pop() as number;
      const [a, b] = [Math.floor(pair / count), pair % count];
      for (const x of positions[a]?.next.keys() ?? []) {
        if (!inLoop(x)) continue;
        for (const y of positions[b]?.next.keys() ?? []) {
          if ((budget -= 1) <= 0) break;
          if (!inLoop(y) || !shares(x, y)) continue;
          const next = x * count + y;
          const known = back.get(next);
          if (known) known.push(pair);
          else back.set(next, [pair]);
          if (!forward.has(next)) {
            forward.add(next);
            waiting.push(next);
          }
        }
      }
    }
    const home = start * count + start;
    const seen = new Set<number>([home]);
    const behind = [home];
    while (behind.length > 0) {
      for (const before of back.get(behind.pop() as number) ?? []) {
        if (seen.has(before)) continue;
        seen.add(before);
        if (Math.floor(before / count) !== before % count) return true;
        behind.push(before);
      }
    }
    if (budget <= 0) return false;
  }
  return false;
}

/** All characters that positions read. */
const textOf = (positions: readonly Position[], at: readonly number[]): CharSet =>
  normal(at.flatMap((one) => positions[one]?.set ?? []));

/**
 * Whether any text of these characters is a match from a position on, whatever follows it: `b+?.` meets no text of `b`s
 * that fails.
 */
function matches(positions: readonly Position[], from: number, text: CharSet): boolean {
  const seen = new Set<number>([from]);
  const waiting = [from];
  while (waiting.length > 0)
    for (const next of positions[waiting.pop() as number]?.next.keys() ?? []) {
      const position = positions[next];
      if (next === 0 || !position || position.set.length === 0) continue;
      if (both(text, not(position.set)).length > 0) continue;
      if (position.accepts) return true;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  return false;
}

/** Two loops p and q, with the same text leading from p to p, from p to q and from q to q. */
function isPolynomial(
  positions: readonly Position[],
  reach: Reach,
  canFail: CanFail,
  shares: Shares,
): boolean {
  const looping = positions.flatMap((position, index) =>
    position.set.length > 0 && reach[index]?.has(index) ? [index] : [],
  );
  let budget = BUDGET;
  for (const q of looping) {
    const before = looping.filter((p) => p !== q && reach[p]?.has(q) && !reach[q]?.has(p));
    if (before.length === 0 || !canFail(q)) continue;
    const loop = partOf(reach, q);
    const text = textOf(positions, loop);
    if (loop.some((at) => matches(positions, at, text))) continue;
    for (const p of before) {
      // Where each place of the text begins a match, none is looked for at the next one.
      if (p === 0 && (positions[0]?.accepts || matches(positions, 0, text))) continue;
      const goal = `${p},${q},${q}`;
      const seen = new Set<string>();
      const waiting: [number, number, number][] = [[p, p, q]];
      while (waiting.length > 0) {
        const [a, b, c] = waiting.pop() as [number, number, number];
        for (const x of positions[a]?.next.keys() ?? []) {
          if (!(x === p || reach[x]?.has(p))) continue;
          for (const y of positions[b]?.next.keys() ?? []) {
            if (!(y === q || reach[y]?.has(q))) continue;
            for (const z of positions[c]?.next.keys() ?? []) {
              if ((budget -= 1) <= 0) return false;
              if (!(z === q || reach[z]?.has(q)) || !shares(x, y, z)) continue;
              const key = `${x},${y},${z}`;
              if (key === goal) return true;
              if (seen.has(key)) continue;
              seen.add(key);
              waiting.push([x, y, z]);
            }
          }
        }
      }
    }
  }
  return false;
}
