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
const complexities = new Map<string, Complexity>();
const exponentials = new Map<string, boolean>();
const MOST = 5000;

/**
 * How the time of a failing match grows with the length of the text, by the ambiguity of the automaton: two ways to
 * read the same text in a loop are exponential, two loops after each other that read the same text polynomial
 * (Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular Expression Matchers", CIAA 2016).
 */
export function complexityOf(source: string, flags: string): Complexity {
  const key = `${flags}/${source}`;
  let known = complexities.get(key);
  if (known === undefined) {
    known = isExponential(source, flags)
      ? 'exponential'
      : measure(source, flags, polynomial)
        ? 'polynomial'
        : 'linear';
    if (complexities.size < MOST) complexities.set(key, known);
  }
  return known;
}

/** The first half of {@link complexityOf}, for those who ask nothing else: only a group that is repeated can be read in two ways each time. */
export function isExponential(source: string, flags: string): boolean {
  if (!/\)[*+{]/.test(source)) return false;
  const key = `${flags}/${source}`;
  let known = exponentials.get(key);
  if (known === undefined) {
    known = measure(source, flags, exponential);
    if (exponentials.size < MOST) exponentials.set(key, known);
  }
  return known;
}

/** The automaton of a pattern with what follows from it. */
interface Graph {
  readonly positions: readonly Position[];
  /** The positions that can come next after each one. */
  readonly nexts: readonly (readonly number[])[];
  readonly reach: Reach;
  readonly shares: Shares;
  /** Whether a text read up to a position, or to any place of its loop, can still fail. */
  readonly canFail: (index: number) => boolean;
}

function measure(source: string, flags: string, judge: (graph: Graph) => boolean): boolean {
  if (!REPEATS.test(source.replaceAll(FIXED, 'x'))) return false;
  const positions = automatonOf(source, flags);
  if (!positions) return false;
  const nexts = positions.map(({ next }) => [...next.keys()]);
  const reach = reachable(nexts);
  const known: (boolean | undefined)[] = [];
  const canFail = (index: number) =>
    (known[index] ??= canReject(positions, nexts, new Set([index, ...partOf(reach, index)]), 0));
  return judge({ positions, nexts, reach, shares: sharesOf(positions), canFail });
}

/** Escaped characters and classes, which repeat nothing by themselves. */
const FIXED = /\\.|\[(?:[^\]\\]|\\.)*\]/gs;
/** Repetitions without a bound, or with one so large that nobody waits for it. */
const REPEATS = /[*+]|\{\d+,\}|\{\d*,?\d{2,}\}/;

/** Steps after the repeated part in which a text that fails is looked for. */
const DEEPEST = 3;

/**
 * Whether a text read up to here, or to any place of its loop, can still fail. A match that may end here succeeds at
 * once, and one that reads on whatever comes, until the end, always succeeds: `([^]|x)*$`.
 */
function canReject(
  positions: readonly Position[],
  nextsOf: Graph['nexts'],
  state: ReadonlySet<number>,
  depth: number,
): boolean {
  const nexts = new Set<number>();
  for (const at of state) {
    if (positions[at]?.accepts) return false;
    for (const next of nextsOf[at] ?? []) nexts.add(next);
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
    if (after.size === 0 || canReject(positions, nextsOf, after, depth + 1)) return true;
  }
  return false;
}

/** For each position, `1` at those that come after it. */
type Reach = readonly Uint8Array[];

function reachable(nexts: Graph['nexts']): Reach {
  return nexts.map((first) => {
    const seen = new Uint8Array(nexts.length);
    const waiting = [...first];
    while (waiting.length > 0) {
      const at = waiting.pop() as number;
      if (seen[at] === 1) continue;
      seen[at] = 1;
      for (const next of nexts[at] ?? []) if (seen[next] === 0) waiting.push(next);
    }
    return seen;
  });
}

const reaches = (reach: Reach, from: number, to: number): boolean => reach[from]?.[to] === 1;

/** The positions that are in a loop with one. */
function partOf(reach: Reach, start: number): readonly number[] {
  const part: number[] = [];
  for (let at = 0; at < reach.length; at += 1)
    if (reaches(reach, start, at) && reaches(reach, at, start)) part.push(at);
  return part;
}

/** Whether three positions, or two of them, read the same character. */
type Shares = (a: number, b: number, c?: number) => boolean;

function sharesOf(positions: readonly Position[]): Shares {
  const bits = bitsOf(positions.map(({ set }) => set));
  return (a, b, c = b) => meet(bits[a] as CharBits, bits[b] as CharBits, bits[c] as CharBits);
}

function exponential({ positions, nexts, reach, shares, canFail }: Graph): boolean {
  const count = positions.length;
  let budget = BUDGET;
  for (let start = 1; start < count; start += 1) {
    if (!reaches(reach, start, start) || !canFail(start)) continue;
    const inLoop = (at: number) => reaches(reach, start, at) && reaches(reach, at, start);
    const loop = partOf(reach, start);
    const text = textOf(positions, loop);
    if (loop.some((at) => matches({ positions, nexts }, at, text))) continue;
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
      for (const x of nexts[a] ?? []) {
        if (!inLoop(x)) continue;
        for (const y of nexts[b] ?? []) {
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
function matches(
  { positions, nexts }: Pick<Graph, 'positions' | 'nexts'>,
  from: number,
  text: CharSet,
): boolean {
  const seen = new Set<number>([from]);
  const waiting = [from];
  while (waiting.length > 0)
    for (const next of nexts[waiting.pop() as number] ?? []) {
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
function polynomial({ positions, nexts, reach, shares, canFail }: Graph): boolean {
  const looping = positions.flatMap((position, index) =>
    position.set.length > 0 && reaches(reach, index, index) ? [index] : [],
  );
  let budget = BUDGET;
  for (const q of looping) {
    const before = looping.filter((p) => p !== q && reaches(reach, p, q) && !reaches(reach, q, p));
    if (before.length === 0 || !canFail(q)) continue;
    const loop = partOf(reach, q);
    const text = textOf(positions, loop);
    if (loop.some((at) => matches({ positions, nexts }, at, text))) continue;
    for (const p of before) {
      // Where each place of the text begins a match, none is looked for at the next one.
      if (p === 0 && (positions[0]?.accepts || matches({ positions, nexts }, 0, text))) continue;
      const goal = `${p},${q},${q}`;
      const seen = new Set<string>();
      const waiting: [number, number, number][] = [[p, p, q]];
      while (waiting.length > 0) {
        const [a, b, c] = waiting.pop() as [number, number, number];
        for (const x of nexts[a] ?? []) {
          if (!(x === p || reaches(reach, x, p))) continue;
          for (const y of nexts[b] ?? []) {
            if (!(y === q || reaches(reach, y, q))) continue;
            for (const z of nexts[c] ?? []) {
              if ((budget -= 1) <= 0) return false;
              if (!(z === q || reaches(reach, z, q)) || !shares(x, y, z)) continue;
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
