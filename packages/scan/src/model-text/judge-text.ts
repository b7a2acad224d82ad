import { disguised, hidesCharacters, plainWords } from './plain-words.js';
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
  if (PRIVATE_PLACE.test(words) || OTHER_TOOL.test(words) || /<!--/.test(read))
    return 'tool-shadowing';
  return undefined;
}

/** A place that a description may name only by mistake or to lead there. */
const PRIVATE_PLACE =
  /(?:~|\/home\/\w+|\/root)?[\\/]\.(?:ssh|aws|npmrc|env|gnupg|kube)\b|\/etc\/(?:passwd|shadow)\b|\bid_(?:rsa|ed25519)\b|\b(?:private\s+key|seed\s+phrase|mnemonic)\b[^.\n]{0,40}\b(?:of|from|in)\s+the\s+(?:user|wallet|environment|agent)\b/i;

/** Text that somebody took the trouble to disguise needs less to be an order. */
const isWorse = (inner: string): boolean =>
  ordersIn(inner) || (MOVES.test(inner) && (PRIVATE.test(inner) || TALK.test(inner)));

function ordersIn(words: string): boolean {
  const said = GUARDS.test(words) ? withoutQuotes(words) : words;
  if (ORDERS.some((pattern) => pattern.test(said))) return true;
  const sentences = said.split(/(?<=[.!?:;])\s+|\n+/);
  return sentences.some((sentence, at) => takesAway(sentence, sentences[at + 1] ?? ''));
}

/** Private things, or what was said, that the reader is to take somewhere; the place may stand in the next sentence. */
function takesAway(sentence: string, next: string): boolean {
  const isPrivate = PRIVATE.test(sentence);
  if (!isPrivate && !TALK.test(sentence)) return false;
  if (!MOVES.test(sentence)) return false;
  const both = `${sentence} ${next}`;
  const goes = TO_A_PLACE.test(both);
  if (/\b(?:silently|secretly|quietly)\b/i.test(sentence)) return true;
  return COMMANDS.test(sentence) ? goes || isPath(sentence) : goes && isPath(sentence);
}

const isPath = (sentence: string): boolean =>
  /[\\/]\.(?:ssh|aws|env|npmrc|gnupg|cursor|kube)\b|\bid_(?:rsa|ed25519)|\/etc\/|(?<!\w)\.env\b|mcp\.json|\b(?!https?:|file:|wss?:)[a-z]{4,}:\/\/\w/i.test(
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
