/** Characters as bits: one per ASCII code, bit 128 for everything else. */
export type CharSet = bigint;

/** A regular expression, as far as examples and run time need it. */
export type PatternNode =
  | { kind: 'set'; set: CharSet }
  | { kind: 'sequence'; nodes: PatternNode[] }
  | { kind: 'choice'; nodes: PatternNode[] }
  | { kind: 'repeat'; node: PatternNode; min: number; max: number }
  /** Anchors, word boundaries and look-arounds: they take no characters. `node`: what is looked for. */
  | { kind: 'zero'; node?: PatternNode }
  /** `\1`, `\k<name>`. */
  | { kind: 'back' };

export const OTHER = 1n << 128n;
export const ALL = (1n << 129n) - 1n;
export const bit = (code: number): CharSet => (code < 128 ? 1n << BigInt(code) : OTHER);
const range = (from: number, to: number): CharSet => {
  let set = to >= 128 ? OTHER : 0n;
  for (let code = from; code <= to && code < 128; code++) set |= bit(code);
  return set;
};
const chars = (text: string): CharSet =>
  [...text].reduce((set, char) => set | bit(char.codePointAt(0) ?? 0), 0n);

const DIGIT = range(48, 57);
const WORD = DIGIT | range(65, 90) | range(97, 122) | bit(95);
const SPACE = chars(' \t\n\r\f\v') | OTHER;
const CLASSES: Readonly<Record<string, CharSet>> = {
  d: DIGIT,
  D: ALL ^ DIGIT,
  w: WORD,
  W: ALL ^ WORD,
  s: SPACE,
  S: (ALL ^ SPACE) | OTHER,
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };
/** Unicode properties, roughly: letters, upper, lower, numbers, anything else is "other". */
const property = (name: string): CharSet => {
  if (/^(?:L|Letter|Alphabetic|Script=Latin)$/i.test(name)) return (WORD ^ DIGIT ^ bit(95)) | OTHER;
  if (/^(?:Lu|Uppercase)/.test(name)) return range(65, 90) | OTHER;
  if (/^(?:Ll|Lowercase)/.test(name)) return range(97, 122) | OTHER;
  if (/^(?:N|Nd|Number)/.test(name)) return DIGIT | OTHER;
  return ALL;
};

class Reader {
  at = 0;
  constructor(readonly text: string) {}
  peek(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }
  take(text: string): boolean {
    const found = this.peek(text);
    if (found) this.at += text.length;
    return found;
  }
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }
  next(): string {
    const char = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    this.at += char.length;
    return char;
  }
  get done(): boolean {
    return this.at >= this.text.length;
  }
}

function readEscape(reader: Reader): CharSet | 'zero' | 'back' {
  const unicode = reader.match(/u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})/y);
  if (unicode) return bit(Number.parseInt(unicode[1] ?? unicode[2] ?? unicode[3] ?? '0', 16));
  const named = reader.match(/([pP])\{([^}]*)\}/y);
  if (named) {
    const set = property((named[2] ?? '').replace(/^(?:gc|General_Category)=/, ''));
    return named[1] === 'p' ? set : (ALL ^ set) | OTHER;
  }
  if (reader.match(/k<[^>]*>|[1-9]\d*/y)) return 'back';
  const control = reader.match(/c([A-Za-z])/y);
  if (control) return bit((control[1] ?? 'A').charCodeAt(0) % 32);
  const char = reader.next();
  if (char === 'b' || char === 'B') return 'zero';
  const known = Object.hasOwn(CLASSES, char) ? CLASSES[char] : undefined;
  if (known !== undefined) return known;
  const code = Object.hasOwn(CONTROLS, char) ? CONTROLS[char] : undefined;
  return bit(code ?? char.codePointAt(0) ?? 0);
}

function readClass(reader: Reader): CharSet {
  const negated = reader.take('^');
  let set = 0n;
  const single = (): { set: CharSet; code: number | undefined } => {
    if (reader.take('\\')) {
      if (reader.take('b')) return { set: bit(8), code: 8 };
      const escape = readEscape(reader);
      const members = typeof escape === 'bigint' ? escape : 0n;
      // One bit set: a single character, which may start or end a range.
      const one = members !== 0n && (members & (members - 1n)) === 0n && members !== OTHER;
      return { set: members, code: one ? members.toString(2).length - 1 : undefined };
    }
    const code = reader.next().codePointAt(0) ?? 0;
    return { set: bit(code), code };
  };
  while (!reader.done && !reader.take(']')) {
    const from = single();
    const dash = reader.peek('-') && !reader.peek('-]') && from.code !== undefined;
    if (!dash) {
      set |= from.set;
      continue;
    }
    reader.take('-');
    const to = single();
    set |=
      from.code !== undefined && to.code !== undefined
        ? range(from.code, to.code)
        : from.set | to.set | bit(45);
  }
  // Outside ASCII one bit stands for everything, so its complement still holds something.
  return negated ? (ALL ^ set) | OTHER : set;
}

function readAtom(reader: Reader): PatternNode {
  const char = reader.next();
  if (char === '(') {
    const around = reader.match(/\?(?:=|!|<=|<!)/y);
    if (!around) reader.match(/\?(?::|<[^>]*>|[a-z-]+:)/y);
    const inner = readChoice(reader);
    reader.take(')');
    return around ? { kind: 'zero', node: inner } : inner;
  }
  if (char === '[') return { kind: 'set', set: readClass(reader) };
  if (char === '.') return { kind: 'set', set: ALL ^ chars('\n\r') };
  if (char === '^' || char === '$') return { kind: 'zero' };
  if (char === '\\') {
    const escape = readEscape(reader);
    return typeof escape === 'bigint' ? { kind: 'set', set: escape } : { kind: escape };
  }
  return { kind: 'set', set: bit(char.codePointAt(0) ?? 0) };
}

function readSequence(reader: Reader): PatternNode {
  const nodes: PatternNode[] = [];
  while (!reader.done && !reader.peek('|') && !reader.peek(')')) {
    let node = readAtom(reader);
    const quantifier = reader.match(/(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y);
    if (quantifier) {
      const [, sign, low, comma, high] = quantifier;
      const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
      const exact = comma === undefined ? min : high ? Number(high) : Infinity;
      const max = sign === undefined ? exact : sign === '?' ? 1 : Infinity;
      node = { kind: 'repeat', node, min, max };
    }
    nodes.push(node);
  }
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'sequence', nodes };
}

function readChoice(reader: Reader): PatternNode {
  const nodes = [readSequence(reader)];
  while (reader.take('|')) nodes.push(readSequence(reader));
  return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'choice', nodes };
}

/** The tree of a pattern that is known to compile. */
export function parsePattern(pattern: string): PatternNode {
  return readChoice(new Reader(pattern));
}
