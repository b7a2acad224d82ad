import { cleanLine, firstSentence, plainText, shortenText } from './plain-text.js';
import { phraseOf } from './naming.js';

/** Longest description of an action, in characters. */
export const MAX_DESCRIPTION = 320;

export interface Texts {
  summary: string;
  description: string;
}

/** Summary and description of an operation as plain text. */
export function textsOf(summary: string | undefined, description: string | undefined): Texts {
  return {
    summary: shortenText(plainText(summary ?? '').replace(/[\s.]+$/, ''), 160),
    description: plainText(description ?? ''),
  };
}

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What an action is for, in one or two sentences; `made` when the document said nothing. */
export function describeOperation(
  { summary, description }: Texts,
  method: string,
  path: string,
  operationId: string | undefined,
): { text: string; made: boolean } {
  const lead = summary || firstSentence(description);
  if (fold(lead) === '') {
    const { verb, words } = phraseOf(method, path);
    const id = operationId === undefined ? '' : ` (${cleanLine(operationId).slice(0, 80)})`;
    const phrase = words.join(' ').toLowerCase();
    const text = `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${phrase || 'the resource'}${id}: ${method} ${path}`;
    return { text: shortenText(cleanLine(text), MAX_DESCRIPTION), made: true };
  }
  const rest = fold(description).startsWith(fold(lead))
    ? description.slice(lead.length).replace(/^[\s.:;,-]+/, '')
    : description;
  const ended = /[.!?…]$/.test(lead) ? lead : `${lead}.`;
  const text = summary !== '' && fold(rest) !== '' ? `${ended} ${rest}` : ended;
  return { text: shortenText(text, MAX_DESCRIPTION), made: false };
}

/** Adds what tells them apart where two actions would read the same. */
export function makeDistinct(
  actions: readonly { description: string; method: string; path: string }[],
): string[] {
  const counts = new Map<string, number>();
  for (const { description } of actions)
    counts.set(fold(description), (counts.get(fold(description)) ?? 0) + 1);
  return actions.map(({ description, method, path }) => {
    if ((counts.get(fold(description)) ?? 0) < 2) return description;
    const place = cleanLine(`${method} ${path}`).slice(0, 200);
    return `${shortenText(description, 1000 - place.length - 4)} (${place})`;
  });
}
