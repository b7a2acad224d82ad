import { RegExpParser, type AST } from '@eslint-community/regexpp';
import {
  ANY,
  DIGIT,
  foldCase,
  NEWLINE,
  normal,
  not,
  SPACE,
  WORD,
  type CharSet,
} from './char-set.js';

/** A place of a pattern that reads one character. */
export interface Position {
  readonly set: CharSet;
  /** Positions that can come next, and whether there is more than one way to them without reading. */
  readonly next: Map<number, number>;
  /** Whether the match can end here without reading on. */
  accepts: boolean;
}

/** One way on from a state, in the order in which a matcher tries them. */
type Way =
  /** Without reading; `first` for one that is open at the beginning of a text only. */
  | { readonly to: number; readonly first: boolean; readonly position?: undefined }
  | { readonly to: number; readonly position: number };

interface State {
  readonly ways: Way[];
}

/** Copies made of a part that is repeated a fixed number of times. */
const MOST_COPIES = 8;
/**
 * Repetitions beyond which a bound is as good as none: `\d{0,20}$` takes twenty steps at most from each place, while
 * `(\w{1,20}-?){1,20}$` takes more than anybody waits for.
 */
const MOST_TIMES = { alone: 60, nested: 12 };
/** Larger patterns are cut: what is found in the part is still true. */
const MOST_POSITIONS = 220;

/**
 * The positions of a pattern, the first of which stands for any text before a match; `undefined` when it is no valid one
 * or is too large.
 */
export function automatonOf(source: string, flags: string): readonly Position[] | undefined {
  let pattern: AST.Pattern;
  try {
    pattern = new RegExpParser({ ecmaVersion: 2022 }).parsePattern(source, 0, source.length, {
      unicode: flags.includes('u'),
    });
  } catch {
    return undefined;
  }
  return new Builder(flags).build(pattern);
}

const isGroup = ({ type }: AST.QuantifiableElement): boolean =>
  type === 'Group' || type === 'CapturingGroup';

class Builder {
  readonly states: State[] = [];
  readonly sets: CharSet[] = [];
  full = false;
  /** Repetitions around the part that is being read, its own counted. */
  depth = 0;

  constructor(readonly flags: string) {}

  build(pattern: AST.Pattern): readonly Position[] | undefined {
    const start = this.state();
    const end = this.alternatives(pattern.alternatives, start);
    return this.full ? undefined : this.positions(start, end);
  }

  state(): number {
    this.states.push({ ways: [] });
    return this.states.length - 1;
  }

  link(from: number, to: number, first = false): void {
    this.states[from]?.ways.push({ to, first });
  }

  reading(from: number, set: CharSet): number {
    const to = this.state();
    if (this.sets.length >= MOST_POSITIONS) {
      this.full = true;
      return to;
    }
    this.sets.push(this.flags.includes('i') ? foldCase(set) : set);
    this.states[from]?.ways.push({ position: this.sets.length, to });
    return to;
  }

  alternatives(all: readonly AST.Alternative[], start: number): number {
    if (all.length === 1 && all[0]) return this.sequence(all[0].elements, start);
    const end = this.state();
    for (const one of all) {
      const own = this.state();
      this.link(start, own);
      this.link(this.sequence(one.elements, own), end);
    }
    return end;
  }

  sequence(elements: readonly AST.Element[], start: number): number {
    return elements.reduce((at, element) => this.element(element, at), start);
  }

  element(node: AST.Element, start: number): number {
    if (this.full) return start;
    switch (node.type) {
      case 'Character':
        return this.reading(start, [[node.value & 0xffff, node.value & 0xffff]]);
      case 'CharacterSet':
      case 'CharacterClass':
        return this.reading(start, this.setOf(node));
      case 'Group':
      case 'CapturingGroup':
        return this.alternatives(node.alternatives, start);
      case 'Quantifier':
        return this.quantifier(node, start);
      case 'Assertion':
        // The end can fail after any text; it is a position that reads nothing.
        if (node.kind === 'end') return this.reading(start, []);
        if (node.kind === 'start' && !this.flags.includes('m')) {
          const after = this.state();
          this.link(start, after, true);
          return after;
        }
        return start;
      default:
        return start;
    }
  }

  quantifier(node: AST.Quantifier, start: number): number {
    this.depth += 1;
    const end = this.repeated(node, start);
    this.depth -= 1;
    return end;
  }

  repeated(node: AST.Quantifier, start: number): number {
    const { min, max, element, greedy } = node;
    let at = start;
    const needed = Math.min(min, MOST_COPIES);
    for (let count = 0; count < needed; count += 1) at = this.element(element, at);
    if (max === 1 && min === 1) return at;
    if (max > (this.depth > 1 || isGroup(element) ? MOST_TIMES.nested : MOST_TIMES.alone)) {
      // Entered from before, or once more after a round that has read something: `(a*)+` comes to its `a` in both ways.
      const [own, loop, end] = [this.state(), this.state(), this.state()];
      this.choose(at, own, end, greedy);
      this.choose(loop, own, end, greedy);
      this.link(this.element(element, own), loop);
      return end;
    }
    const end = this.state();
    // `{4}` is four, not two to four: a shorter one would overlap with itself in a loop.
    for (let count = 0; count < Math.min(max - min, 4); count += 1) {
      const own = this.state();
      this.choose(at, own, end, greedy);
      at = this.element(element, own);
    }
    this.link(at, end);
    return end;
  }

  /** An element, or the way around it: first the one, or first the other. */
  choose(from: number, own: number, end: number, greedy: boolean): void {
    if (greedy) this.link(from, own);
    this.link(from, end);
    if (!greedy) this.link(from, own);
  }

  setOf(node: AST.CharacterSet | AST.CharacterClass | AST.CharacterClassElement): CharSet {
    switch (node.type) {
      case 'Character':
        return [[node.value & 0xffff, node.value & 0xffff]];
      case 'CharacterClassRange':
        return [[node.min.value & 0xffff, Math.min(node.max.value, 0xffff)]];
      case 'CharacterClass': {
        const set = normal(
          node.elements.flatMap((one) => this.setOf(one as AST.CharacterClassElement)),
        );
        return node.negate ? not(set) : set;
      }
      case 'CharacterSet': {
        if (node.kind === 'any') return this.flags.includes('s') ? ANY : not(NEWLINE);
        const set =
          node.kind === 'digit'
            ? DIGIT
            : node.kind === 'space'
              ? SPACE
              : node.kind === 'word'
                ? WORD
                : ANY;
        return 'negate' in node && node.negate ? not(set) : set;
      }
      default:
        return ANY;
    }
  }

  /** Which positions follow which, counting the ways between them up to two. */
  positions(start: number, end: number): Position[] {
    // A sticky pattern is tried at one place only.
    const before = this.flags.includes('y') ? [] : ANY;
    const all: Position[] = [before, ...this.sets].map((set) => ({
      set,
      next: new Map<number, number>(),
      accepts: false,
    }));
    const follow = (from: number, position: Position, atFirst = false) => {
      let steps = 0;
      /** `true` at the end of the pattern: a matcher is content, and tries nothing that comes after it. */
      const visit = (at: number, seen: readonly number[]): boolean => {
        if ((steps += 1) > 2000) return true;
        if (at === end) {
          position.accepts = true;
          return true;
        }
        for (const way of this.states[at]?.ways ?? [])
          if (way.position !== undefined)
            position.next.set(
              way.position,
              Math.min((position.next.get(way.position) ?? 0) + 1, 2),
            );
          else if (
            (atFirst || !way.first) &&
            !seen.includes(way.to) &&
            visit(way.to, [...seen, way.to])
          )
            return true;
        return false;
      };
      visit(from, [from]);
    };
    const [first] = all as [Position, ...Position[]];
    follow(start, first);
    if (before === ANY) first.next.set(0, 1);
    for (const state of this.states)
      for (const way of state.ways)
        if (way.position !== undefined) follow(way.to, all[way.position] as Position);
    const begin: Position = { set: [], next: new Map(), accepts: false };
    follow(start, begin, true);
    // What matches at the beginning of every text is never looked for at a later place.
    const later = begin.accepts && !this.flags.includes('g') ? [] : [0];
    return cut(all, [...later, ...begin.next.keys()]);
  }
}

/** Takes away what comes after positions that no match reaches: `x?|(a+)+$` is done with its first half. */
function cut(all: Position[], from: readonly number[]): Position[] {
  const reached = new Set(from);
  for (const at of reached) for (const next of all[at]?.next.keys() ?? []) reached.add(next);
  all.forEach((position, at) => {
    if (!reached.has(at)) position.next.clear();
  });
  return all;
}
