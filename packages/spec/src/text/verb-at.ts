import { verbLemma, isPlural, type VerbForm, type VerbLemma } from './lemma.js';
import type { Token } from './tokens.js';
import {
  ADVERBS,
  DETERMINERS,
  EMPTY_ADJECTIVES,
  MASS_NOUNS,
  OBJECT_PRONOUNS,
  PERSONS,
  PREPOSITIONS,
  SEPARATORS,
  SHARED_ADJECTIVES,
} from './word-classes.js';

export interface VerbUse extends VerbLemma {
  /** Tokens it takes. */
  length: number;
}

/** The verb that starts at token `i`, in any form, whatever stands around it. */
export function anyVerbAt(tokens: readonly Token[], i: number): VerbUse | undefined {
  const first = tokens[i];
  const second = tokens[i + 1];
  if (first?.kind !== 'word' || (first.mention?.nameOnly ?? false)) return undefined;
  const third = tokens[i + 2];
  if (second?.kind === 'word') {
    if (third?.kind === 'word') {
      const three = verbLemma(first.lower, `${second.lower} ${third.lower}`);
      if (three) return { ...three, length: 3 };
    }
    const two = verbLemma(first.lower, second.lower);
    if (two) return { ...two, length: 2 };
  }
  const one = verbLemma(first.lower);
  return one && { ...one, length: 1 };
}

/** Forms that may go on after a first verb of this form: `fetches … and posts`. */
const fits = (form: VerbForm, mode: VerbForm) => form === mode;

/**
 * Whether a new clause starts at token `i`, after a comma or a conjunction. A word that is a noun as often
 * (`trade`, `report`) is a verb only when its neighbours say so.
 */
export function verbStarts(
  tokens: readonly Token[],
  i: number,
  mode: VerbForm,
  afterVerbOnly: boolean,
): VerbUse | undefined {
  const use = anyVerbAt(tokens, i);
  if (!use || !fits(use.form, mode)) return undefined;
  if (!use.verb.noun && use.form !== 'third') return use;
  const next = tokens[i + use.length];
  if (next === undefined || next.kind === 'mark') {
    if (afterVerbOnly) return use;
    // "list, activate and delete them": the next one decides.
    return verbStarts(tokens, skipSeparators(tokens, i + use.length), mode, false)
      ? use
      : undefined;
  }
  if (next.kind !== 'word') return use;
  const word = next.lower;
  if (SEPARATORS.has(word))
    return afterVerbOnly || verbStarts(tokens, skipSeparators(tokens, i + use.length), mode, false)
      ? use
      : undefined;
  if (DETERMINERS.has(word) || OBJECT_PRONOUNS.has(word) || PERSONS.has(word) || next.mention)
    return use;
  if (PREPOSITIONS.has(word)) return use.verb.alone ? use : undefined;
  if (use.form === 'third') return isPlural(word) ? use : undefined;
  if (SHARED_ADJECTIVES.has(word) || EMPTY_ADJECTIVES.has(word) || ADVERBS.has(word)) return use;
  if (isPlural(word) || MASS_NOUNS.has(word)) return use;
  const end = tokens[i + use.length + 1];
  // "scroll down pages", "review pull requests": a longer noun phrase that ends in a plural.
  return end?.kind === 'word' &&
    isPlural(end.lower) &&
    !SEPARATORS.has(end.lower) &&
    !PREPOSITIONS.has(end.lower)
    ? use
    : undefined;
}

/** The first index from `i` on that is no comma and no conjunction. */
export function skipSeparators(tokens: readonly Token[], i: number): number {
  let at = i;
  while (at < tokens.length) {
    const token = tokens[at];
    if (token === undefined || token.kind === 'verbatim') break;
    if (!SEPARATORS.has(token.lower) && !(ADVERBS.has(token.lower) && at > i)) break;
    at++;
  }
  return at;
}
