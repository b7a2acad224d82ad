import { verbLemma } from './lemma.js';
import { isWord, type Token } from './tokens.js';
import { anyVerbAt, type VerbUse } from './verb-at.js';
import { ADVERBS, DETERMINERS, PERSONS, PREPOSITIONS } from './word-classes.js';

/** The verb that a clause begins with, behind a time (`Every Monday at 9am`) and adverbs. */
export function leadVerb(
  tokens: readonly Token[],
  isSure = false,
): { use: VerbUse; at: number } | undefined {
  const from = leadingTime(tokens);
  for (let at = from; at < Math.min(tokens.length, from + 3); at++) {
    const use = separated(tokens, at) ?? anyVerbAt(tokens, at);
    if (use) return { use, at };
    const word = tokens[at]?.lower ?? '';
    if (!/ly$|^(?:always|also|then|to|never|not|only)$/.test(word)) break;
  }
  const unknown = unknownVerb(tokens, from) ?? (isSure ? surelyVerb(tokens, from) : undefined);
  return unknown && { use: unknown, at: from };
}

const TIME_START = /^(?:every|each|once|twice|daily|hourly|weekly|monthly|nightly|on|at)$/;
const TIME_WORD =
  /^(?:an?|per|the|at|on|in|of|and|other|half|single|first|last|\d[\d:.]*(?:am|pm|st|nd|rd|th|s|m|h)?|am|pm|o'?clock|noon|midnight|midday|seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|mornings?|evenings?|nights?|afternoons?|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|daily|hourly)$/;

/** Tokens of `Every Monday at 9am` before the verb. */
export function leadingTime(tokens: readonly Token[]): number {
  if (!TIME_START.test(tokens[0]?.lower ?? '')) return 0;
  let at = 1;
  while (at < tokens.length && TIME_WORD.test(tokens[at]?.lower ?? '')) at++;
  return at > 1 || (tokens[0]?.lower ?? '').endsWith('ly') ? at : 0;
}

/** `Bend the spoons`: an order in a word that nobody listed, when what follows can only be its object. */
function unknownVerb(tokens: readonly Token[], at: number): VerbUse | undefined {
  const [word, next] = [tokens[at], tokens[at + 1]];
  if (word?.kind !== 'word' || word.mention || next?.kind !== 'word') return undefined;
  const { lower } = word;
  if (
    !/^[a-z]{3,20}$/.test(lower) ||
    !/^(?:a|an|the|my|our|your|its|their|his|her|all|any|each|every|some)$/.test(next.lower)
  )
    return undefined;
  if (
    DETERMINERS.has(lower) ||
    PREPOSITIONS.has(lower) ||
    PERSONS.has(lower) ||
    ADVERBS.has(lower) ||
    /(?:ing|ed|ly|tion|ment|ness|er|s|is|was)$/.test(lower)
  )
    return undefined;
  return {
    base: lower,
    form: 'base',
    length: 1,
    verb: { class: lower, name: lower.toUpperCase(), noun: false, alone: false },
  };
}

/** `a plugin that shortens links`: behind `that` or `to` even a word that nobody listed is a verb. */
function surelyVerb(tokens: readonly Token[], at: number): VerbUse | undefined {
  const [word, next] = [tokens[at], tokens[at + 1]];
  if (word?.kind !== 'word' || word.mention || !next || next.kind === 'mark') return undefined;
  const { lower } = word;
  if (
    !/^[a-z]{3,20}$/.test(lower) ||
    isClosed(lower) ||
    /^(?:is|are|was|has|have|had|be|being|does|do|not|isn|only)$/.test(lower)
  )
    return undefined;
  if (isClosed(next.lower) && !DETERMINERS.has(next.lower) && !PERSONS.has(next.lower))
    return undefined;
  const third = /(?:[^aeiou]ies|(?:ch|sh|x|ss|zz|o)es|[^su]s)$/.test(lower);
  const base = !third
    ? lower
    : lower.endsWith('ies')
      ? `${lower.slice(0, -3)}y`
      : lower.slice(0, /(?:ch|sh|x|ss|zz|o)es$/.test(lower) ? -2 : -1);
  return {
    base,
    form: third ? 'third' : 'base',
    length: 1,
    verb: { class: base, name: base.toUpperCase(), noun: false, alone: false },
  };
}

const isClosed = (word: string) =>
  DETERMINERS.has(word) || PREPOSITIONS.has(word) || PERSONS.has(word) || ADVERBS.has(word);

/** `turn the lights on`: the particle at the end belongs to the verb. */
function separated(tokens: readonly Token[], at: number): VerbUse | undefined {
  const [first, last] = [tokens[at], tokens.at(-1)];
  if (
    first &&
    last &&
    /^mark(?:s|ing|ed)?$/.test(first.lower) &&
    /^(?:done|complete|completed|finished)$/.test(last.lower)
  ) {
    const done = verbLemma('complete');
    return done && { ...done, length: 1 };
  }
  if (!first || !last || !/^(?:turn|switch)/.test(first.lower) || !isWord(last, 'on', 'off'))
    return undefined;
  const found = verbLemma(first.lower, last.lower);
  return found && { ...found, length: 1 };
}
