import { parseText, type ParsedText } from './parse-text.js';

/** Most words of a text that is a list of things and no sentence. */
const LIST_WORDS = 40;

/**
 * Whether a text that no rule took for a request is one all the same: at least half of its sentences ask for
 * something. A poem or a story has a verb here and there.
 */
export function isConvincing(parsed: ParsedText): boolean {
  const parts = parsed.text
    .split(/[.!?;\n]+(?=\s|$)/)
    .filter((part) => /\p{L}{2}/u.test(part)).length;
  const spans = [
    ...parsed.actions.filter(({ confidence }) => confidence >= 0.5),
    ...parsed.routed
      .filter(({ kind }) => !['action', 'nothing', 'present', 'setting'].includes(kind))
      .map(({ clause }) => clause),
  ];
  const starts = new Set(spans.map(({ start }) => sentenceAt(parsed.text, start)));
  return starts.size > 0 && (starts.size * 2 >= parts || parsed.actions.length >= 3);
}

/** Number of the sentence or line that an offset stands in. */
const sentenceAt = (text: string, offset: number): number =>
  text.slice(0, offset + 1).split(/[.!?;\n]+(?=\s|$)/).length;

/** A text without a sentence (`weather + forecast via OpenWeather`), read as a list of features; nothing for a long one. */
export function nounsOf(text: string): ParsedText | undefined {
  const words = text.match(/\p{L}+/gu) ?? [];
  if (words.length > LIST_WORDS && !/\n\s*(?:[-*]|\d+[.)])\s/.test(text)) return undefined;
  if (/\b(?:i|he|she|was|were|had|did|am)\b/i.test(text) || text.trim().endsWith('?'))
    return undefined;
  return parseText(text, 'nouns');
}
