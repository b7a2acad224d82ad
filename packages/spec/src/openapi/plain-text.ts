import { cleanText } from '../clean-text.js';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#39': "'",
};

/** Longest part of a text that is looked at; documents hold descriptions of many kilobytes. */
const LOOKED_AT = 4000;

/** One line of plain text: NFC, no control, invisible or bidirectional characters, single spaces. */
export const cleanLine = (text: string): string =>
  cleanText(text.slice(0, LOOKED_AT)).replace(/\s+/g, ' ').trim();

/** Plain text out of Markdown or HTML: for people and models to read, not for a page. */
export function plainText(text: string): string {
  const withoutMarkup = text
    .slice(0, LOOKED_AT)
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<(?:script|style)\b[^<]*(?:<(?!\/(?:script|style))[^<]*)*(?:<\/[^>]*>|$)/gi, ' ')
    .replace(/<\/?[a-z][^<>]{0,300}>/gi, ' ')
    .replace(
      /!?\[([^\][]{0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?:\s"[^"]{0,200}")?\)/g,
      '$1',
    )
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]{0,3}(?:[-*_][ \t]?){3,}$/gm, ' ')
    .replace(/^[ \t]*[-*+>][ \t]+/gm, '')
    .replace(/^\|?[ \t:|-]{3,}$/gm, ' ')
    .replace(/(\*\*|__)(?=\S)([^*_]{1,300})\1/g, '$2')
    .replace(/(^|[\s(])([*_])(?=\S)([^*_]{1,300})\2(?=[\s).,;:!?]|$)/gm, '$1$3')
    .replace(/`+/g, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? ' ');
  // Removed markup leaves blanks before punctuation.
  return cleanLine(withoutMarkup).replace(/ ([.,;:!?])(?= |$)/g, '$1');
}

/** At most `max` characters: whole sentences when there are any, otherwise whole words and an ellipsis. */
export function shortenText(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  const sentence = Math.max(head.lastIndexOf('. '), head.lastIndexOf('! '), head.lastIndexOf('? '));
  if (sentence >= max * 0.4) return head.slice(0, sentence + 1);
  const cut = text.slice(0, max - 1);
  const space = cut.lastIndexOf(' ');
  const words = space >= max * 0.5 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '');
  return `${words.replace(/[\s,;:([{-]+$/, '')}…`;
}

/** The first sentence, without breaking at abbreviations such as "e.g." or numbers such as "3.1". */
export function firstSentence(text: string): string {
  const end = /[.!?](?=\s+["'(]?[A-Z\u00c0-\u{10ffff}]|$)/u.exec(
    text.replace(/\b(?:e\.g|i\.e|etc|vs)\. /gi, (hit) => `${hit.slice(0, -1)}_`),
  );
  return end ? text.slice(0, end.index + 1) : text;
}
