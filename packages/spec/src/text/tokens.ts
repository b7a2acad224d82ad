import type { Mention } from './entities.js';
import type { Verbatim } from './verbatims.js';

export interface Token {
  /** As written. */
  text: string;
  lower: string;
  start: number;
  end: number;
  kind: 'word' | 'number' | 'mark' | 'verbatim';
  verbatim?: Verbatim;
  /** The product or provider this token names (or is part of). */
  mention?: Mention;
}

const PIECE =
  /(?:e\.g\.|i\.e\.|etc\.|vs\.)|\n+|\d{1,2}:\d{2}(?:am|pm)?|\p{L}[\p{L}\p{M}\p{N}]*(?:['-][\p{L}\p{N}]+)*|[\d.,]*\d[\p{L}%]*(?:-\p{L}+)*|\S/gu;

/** Words, numbers and punctuation of a text; verbatims are one token each. */
export function tokenise(
  text: string,
  verbatims: readonly Verbatim[],
  mentions: readonly Mention[],
): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const plain = (to: number) => {
    for (const match of text.slice(at, to).matchAll(PIECE)) {
      const start = at + match.index;
      tokens.push(...split(match[0], start));
    }
    at = to;
  };
  for (const verbatim of verbatims) {
    plain(verbatim.span[0]);
    const [start, end] = verbatim.span;
    const value = text.slice(start, end);
    tokens.push({
      text: value,
      lower: value.toLowerCase(),
      start,
      end,
      kind: 'verbatim',
      verbatim,
    });
    at = end;
  }
  plain(text.length);
  for (const token of tokens) {
    const mention = mentions.find(({ span }) => token.start >= span[0] && token.end <= span[1]);
    if (mention) token.mention = mention;
  }
  return tokens;
}

/** `agent's` is two tokens: the word and the possessive. */
function split(piece: string, start: number): Token[] {
  const kind = /^\p{L}/u.test(piece) ? 'word' : /\d/.test(piece) ? 'number' : 'mark';
  const make = (text: string, from: number, type: Token['kind']): Token => ({
    text,
    lower: text.toLowerCase(),
    start: from,
    end: from + text.length,
    kind: type,
  });
  const possessive = /^(.+)('s)$/i.exec(piece);
  if (possessive?.[1] === undefined || possessive[2] === undefined)
    return [make(piece, start, kind)];
  return [
    make(possessive[1], start, kind),
    make(possessive[2], start + possessive[1].length, 'mark'),
  ];
}

export const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token !== undefined && token.kind !== 'verbatim' && words.includes(token.lower);

/** The text between two tokens, both included. */
export const sourceOf = (text: string, tokens: readonly Token[]): string =>
  tokens.length === 0 ? '' : text.slice(tokens[0]?.start, tokens.at(-1)?.end);
