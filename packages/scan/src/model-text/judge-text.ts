import { hidesCharacters } from '../hidden-characters.js';
import { KEY_FILES } from '../private-files.js';
import { disguised, plainWords } from './plain-words.js';
import {
  COMMANDS,
  GUARDS,
  MOVES,
  ORDERS,
  OTHER_TOOL,
  PRIVATE,
  TALK,
  TO_A_PLACE,
} from './signals.js';

/** The rule that a text breaks which a model reads. */
export type TextVerdict = 'tool-orders' | 'tool-shadowing' | 'hidden-characters';

/** Characters of a text that are read; nobody describes a component at greater length. */
const LONGEST = 20_000;

/**
 * Whether a name, description or default value, which a model reads to decide what to call, gives it orders
 * (`tool-orders`), speaks of other tools or private things (`tool-shadowing`), or hides characters.
 */
export function judgeText(text: string): TextVerdict | undefined {
  const read = text.slice(0, LONGEST);
  const words = plainWords(read);
  if (ordersIn(words) || disguised(read).some((inner) => isWorse(inner))) return 'tool-orders';
  if (hidesCharacters(read)) return 'hidden-characters';
  if (isForeign(words) || read.includes('<!--')) return 'tool-shadowing';
  return undefined;
}

/** Keys of others, or other tools: a description speaks of them only by mistake, or to lead there. */
const isForeign = (words: string): boolean =>
  KEY_FILES.test(words) || KEYS_OF_OTHERS.test(words) || OTHER_TOOL.test(words);
const KEYS_OF_OTHERS =
  /[\\/]\.env\b|\b(?:private\s+key|seed\s+phrase|mnemonic)\b[^.\n]{0,40}\b(?:of|from|in)\s+the\s+(?:user|wallet|environment|agent)\b/i;

/** Text that somebody took the trouble to disguise needs less to be an order. */
const isWorse = (inner: string): boolean =>
  ordersIn(inner) || (MOVES.test(inner) && isPrivate(inner));

function ordersIn(words: string): boolean {
  const said = GUARDS.test(words) ? withoutQuotes(words) : words;
  if (ORDERS.some((pattern) => pattern.test(said))) return true;
  const sentences = said.split(/(?<=[.!?:;])\s+|\n+/);
  return sentences.some((sentence, at) => takesAway(sentence, sentences[at + 1] ?? ''));
}

/** What no description has a reason to ask for. */
const isPrivate = (text: string): boolean =>
  KEY_FILES.test(text) || PRIVATE.test(text) || TALK.test(text);

/** Private things, or what was said, that the reader is to take somewhere; the place may stand in the next sentence. */
function takesAway(sentence: string, next: string): boolean {
  if (!isPrivate(sentence) || !MOVES.test(sentence)) return false;
  if (/\b(?:silently|secretly|quietly)\b/i.test(sentence)) return true;
  const goes = TO_A_PLACE.test(`${sentence} ${next}`);
  return COMMANDS.test(sentence) ? goes || isPath(sentence) : goes && isPath(sentence);
}

/** A file, or an address of the system that the tool runs in. */
const isPath = (sentence: string): boolean =>
  KEY_FILES.test(sentence) ||
  /[\\/]\.cursor\b|\/etc\/|(?<!\w)\.env\b|mcp\.json|\b(?!https?:|file:|wss?:)[a-z]{4,}:\/\/\w/i.test(
    sentence,
  );

/** Without what is only quoted or told of others: the canonical attack, in the description of a guard. */
const withoutQuotes = (words: string): string =>
  words
    .replace(
      /\b(?:tr(?:y|ies|ying)|attempts?|attempting|asks?|asking)\s+(?:\w+\s+){0,3}?to\s[^.!?\n]{0,60}/gi,
      ' ',
    )
    .replace(
      /```[^]*?```|"[^"\n]{3,200}"|(?<!\w)'[^'\n]{3,200}'(?!\w)|`[^`\n]{3,200}`|“[^”\n]{3,200}”/g,
      ' ',
    );
