import type { PluginSpec } from '../plugin-spec.js';
import { parseText, type ParsedText } from './parse-text.js';

/** Most words of a text that is a list of things and no sentence. */
const LIST_WORDS = 40;

/**
 * Whether a text that no rule took for a request is one all the same: at least half of its sentences ask for
 * something. A poem or a story has a verb here and there.
 */
export function isConvincing(parsed: ParsedText): boolean {
  if (TOLD.test(parsed.text)) return false;
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

/** Somebody tells what was. */
const TOLD =
  /\b(?:i|we|he|she|they)\s+(?:[a-z]{2,}ed|was|were|had|went|did|saw|made|got|took|said)\b/i;

const ABOUT_AGENT =
  /\b(?:agents?|bots?|assistants?|plug-?ins?|users?|members?|guests?|customers?|people|should|must|can|could)\b/i;

/** A list of features says what it is. */
const LIST = /\n\s*(?:[-*]|\d+[.)])\s|\b(?:features?|tools?|functions?)\s*:/i;

/** Whether there is more to it than orders that nobody could carry out (`Whisk the eggs`). */
export const doesSomething = (text: string, spec: PluginSpec): boolean =>
  ABOUT_AGENT.test(text) ||
  LIST.test(text) ||
  spec.actions.some(({ run }) => run.kind !== 'custom') ||
  spec.providers.length + spec.evaluators.length + spec.services.length + spec.routes.length > 0;

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
