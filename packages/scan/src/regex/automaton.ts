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

interface State {
  readonly empty: number[];
  readonly read: { position: number; to: number }[];
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

/** The positions of a pattern, the first of which stands for any text before a match that is not anchored. */
export interface Automaton {
  readonly positions: readonly Position[];
  readonly anchored: boolean;
}

/** Reads a pattern; `undefined` when it is no valid one or is too large. */
export function automatonOf(source: string, flags: string): Automaton | undefined {
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

  build(pattern: AST.Pattern): Automaton | undefined {
    const start = this.state();
    const end = this.alternatives(pattern.alternatives, start);
    if (this.full) return undefined;
    // A sticky pattern is tried at one place only, as one that begins with `^` is.
    const anchored =
      this.flags.includes('y') ||
      pattern.alternatives.every((one) => {
        const [first] = one.elements;
        return first?.type === 'Assertion' && first.kind === 'start' && !this.flags.includes('m');
      });
    return { positions: this.positions(start, end, anchored), anchored };
  }

  state(): number {
    this.states.push({ empty: [], read: [] });
    return this.states.length - 1;
  }

  link(from: number, to: number): void {
    this.states[from]?.empty.push(to);
  }

  reading(from: number, set: CharSet): number {
    const to = this.state();
    if (this.sets.length >= MOST_POSITIONS) {
      this.full = true;
      return to;
    }
    this.sets.push(this.flags.includes('i') ? foldCase(set) : set);
    this.states[from]?.read.push({ position: this.sets.length, to });
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
        return node.kind === 'end' ? this.reading(start, []) : start;
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
    const { min, max, element } = node;
    let at = start;
    const needed = Math.min(min, MOST_COPIES);
    for (let count = 0; count < needed; count += 1) at = this.element(element, at);
    if (max === 1 && min === 1) return at;
    if (max > (this.depth > 1 || isGroup(element) ? MOST_TIMES.nested : MOST_TIMES.alone)) {
      const [loop, end] = [this.state(), this.state()];
      this.link(at, loop);
      this.link(this.element(element, loop), loop);
      this.link(loop, end);
      return end;
    }
    const end = this.state();
    // `{4}` is four, not two to four: a shorter one would overlap with itself in a loop.
    for (let count = 0; count < Math.min(max - min, 4); count += 1) {
      this.link(at, end);
      at = this.element(element, at);
    }
    this.link(at, end);
    return end;
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
  positions(start: number, end: number, anchored: boolean): Position[] {
    const all: Position[] = [
      { set: anchored ? [] : ANY, next: new Map(), accepts: false },
      ...this.sets.map((set) => ({ set, next: new Map<number, number>(), accepts: false })),
    ];
    const follow = (from: number, position: Position) => {
      const ways = new Map<number, number>();
      let steps = 0;
      const visit = (at: number, seen: ReadonlySet<number>): void => {
        if ((steps += 1) > 2000) return;
        if (at === end) position.accepts = true;
        for (const { position: next } of this.states[at]?.read ?? [])
          ways.set(next, (ways.get(next) ?? 0) + 1);
        for (const to of this.states[at]?.empty ?? [])
          if (!seen.has(to)) visit(to, new Set([...seen, to]));
      };
      visit(from, new Set([from]));
      for (const [next, count] of ways) position.next.set(next, Math.min(count, 2));
    };
    const first = all[0] as Position;
    follow(start, first);
    if (!anchored) first.next.set(0, 1);
    for (const state of this.states)
      for (const { position, to } of state.read) follow(to, all[position] as Position);
    return all;
  }
}
