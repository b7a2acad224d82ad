import { isWord, type Token } from './tokens.js';
import { verbStarts } from './verb-at.js';
import { CONDITIONS, DETERMINERS, PREPOSITIONS, SEPARATORS } from './word-classes.js';

/** Tokens without separators around. */
export function trim(tokens: readonly Token[]): Token[] {
  let [from, to] = [0, tokens.length];
  const loose = (token: Token | undefined) =>
    token !== undefined &&
    token.kind !== 'verbatim' &&
    (SEPARATORS.has(token.lower) || /^[-:!]$/.test(token.text));
  while (from < to && loose(tokens[from])) from++;
  while (to > from && loose(tokens[to - 1])) to--;
  return tokens.slice(from, to);
}

/** Takes `when …`, `after every …`, `before it replies` out of a clause. */
export function splitCondition(tokens: readonly Token[]): { main: Token[]; condition: Token[] } {
  const start = tokens.findIndex((token, i) => startsCondition(tokens, token, i));
  if (start === -1) return { main: [...tokens], condition: [] };
  const comma = tokens.findIndex(({ text }, i) => i > start && text === ',');
  if (start === 0) {
    const end = comma > 0 ? comma : conditionEnd(tokens);
    return { main: trim(tokens.slice(end)), condition: tokens.slice(0, end) };
  }
  const end = comma > 0 ? comma : tokens.length;
  return {
    main: trim([...tokens.slice(0, start), ...tokens.slice(end)]),
    condition: tokens.slice(start, end),
  };
}

function startsCondition(tokens: readonly Token[], token: Token, i: number): boolean {
  if (token.kind !== 'word') return false;
  if (CONDITIONS.has(token.lower))
    return !isWord(
      tokens[i - 1],
      'know',
      'check',
      'checks',
      'see',
      'tell',
      'tells',
      'evaluate',
      'detect',
    );
  if (token.lower === 'as') return isWord(tokens[i + 1], 'soon') && isWord(tokens[i + 2], 'as');
  if (isWord(token, 'every', 'each', 'any')) return isWord(tokens[i + 1], 'time');
  if (isWord(token, 'after', 'before', 'on', 'upon'))
    return isWord(tokens[i + 1], 'every', 'each', 'it', 'they', 'replying', 'answering', 'any');
  return false;
}

/** Without a comma a leading condition ends at the first plain verb that nothing before it claims. */
function conditionEnd(tokens: readonly Token[]): number {
  for (let i = 3; i < tokens.length; i++) {
    const before = tokens[i - 1];
    if (
      !before ||
      DETERMINERS.has(before.lower) ||
      PREPOSITIONS.has(before.lower) ||
      isWord(before, 'to')
    )
      continue;
    const use = verbStarts(tokens, i, 'base', false);
    if (
      use &&
      !before.lower.endsWith('s') &&
      (!use.verb.noun || /^(?:send|get)$/.test(use.verb.class))
    )
      return i;
    if (use && /(?:s|ed)$/.test(before.lower)) return i;
  }
  return tokens.length;
}
