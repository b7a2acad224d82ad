import { isPlural, singular } from './lemma.js';
import { isWord, type Token } from './tokens.js';
import {
  ABOUT_NOUNS,
  ADVERBS,
  DETERMINERS,
  EMPTY_ADJECTIVES,
  GROUP_NOUNS,
  OBJECT_PRONOUNS,
  PERSONS,
  POSSESSIVES,
  PREPOSITIONS,
  RELATIVES,
  SHARED_ADJECTIVES,
  STATE_ADJECTIVES,
} from './word-classes.js';

export interface NounPhrase {
  /** Lower-case words that carry meaning, at most three, the head last. */
  words: string[];
  /** The determiner or possessive before it. */
  determiner?: string;
  start: number;
  end: number;
}

export interface ObjectReading {
  objects: NounPhrase[];
  /** Phrases behind a preposition. */
  complements: { preposition: string; phrase: NounPhrase }[];
  /** Whose (`a company's stock price`). */
  owners: NounPhrase[];
  /** `them`, `it`: the object of the clause before. */
  pronoun: boolean;
}

const PARTICIPLE =
  /(?:[a-z]{2}ed|kept|held|made|given|found|written|sent|taken|known|seen|built|done)$/;
const NUMBER_WORD = /^(?:one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|dozen)$/;

interface State extends ObjectReading {
  words: Token[];
  determiner?: string;
  preposition?: string;
  skipping: boolean;
  /** The phrase behind the preposition was only a name. */
  named: boolean;
}

/** What follows a verb: objects, what they are about, and whose they are. */
export function readObjects(tokens: readonly Token[]): ObjectReading {
  const state: State = {
    objects: [],
    complements: [],
    owners: [],
    pronoun: false,
    words: [],
    skipping: false,
    named: false,
  };
  for (let i = 0; i < tokens.length; i++) step(state, tokens, i);
  flush(state);
  shareAdjectives(state.objects);
  shareOwner(state);
  return state;
}

function step(state: State, tokens: readonly Token[], i: number): void {
  const token = tokens[i];
  if (!token) return;
  const { lower } = token;
  const next = tokens[i + 1];
  if (token.kind === 'mark') {
    if (lower === "'s") {
      const owner = phraseOf(state.words, state.determiner);
      if (owner) state.owners.push(owner);
      state.words = [];
      state.determiner = 's';
      return;
    }
    if (/^[,/&+]$/.test(token.text)) {
      flush(state);
      state.skipping = false;
      // "as positive, neutral or negative" is one list of labels.
      if (token.text === ',' && state.preposition !== 'as') delete state.preposition;
    }
    return;
  }
  if (state.skipping) {
    return;
  }
  if (token.kind === 'verbatim') {
    if (token.verbatim?.kind === 'quoted' || token.verbatim?.kind === 'code') flush(state);
    return;
  }
  if (isWord(token, 'and', 'or', 'plus', 'then', 'but')) {
    flush(state);
    // "from CoinGecko and a forecast" has left the preposition; "with a subject and body" has not.
    if (state.named || (next && POSSESSIVES.has(next.lower)) || opensOf(tokens, i + 1))
      delete state.preposition;
    state.named = false;
    return;
  }
  if (RELATIVES.has(lower) && state.words.length > 0) {
    flush(state);
    state.skipping = true;
    return;
  }
  if (DETERMINERS.has(lower)) {
    if (
      OBJECT_PRONOUNS.has(lower) &&
      (!next || next.kind === 'mark' || PREPOSITIONS.has(next.lower))
    ) {
      state.pronoun = true;
      return;
    }
    flush(state);
    state.determiner = lower;
    return;
  }
  if (OBJECT_PRONOUNS.has(lower) && state.words.length === 0) {
    state.pronoun = true;
    return;
  }
  // "chores kept in memory": the participle opens what is said about them.
  const participle =
    state.words.length > 0 &&
    PARTICIPLE.test(lower) &&
    next !== undefined &&
    PREPOSITIONS.has(next.lower);
  if (
    participle ||
    PREPOSITIONS.has(lower) ||
    (lower === 'as' && state.objects.length + state.words.length > 0) ||
    lower === 'stored' ||
    lower === 'matching'
  ) {
    flush(state);
    state.preposition = lower;
    return;
  }
  if (
    token.kind === 'number' ||
    NUMBER_WORD.test(lower) ||
    ADVERBS.has(lower) ||
    /(?<!assemb|supp|rep|da|week|month|hour|fami|year|ear|anoma|ita|f|monopo|ra)ly$/.test(lower)
  )
    return;
  // "newly listed coins" are new ones.
  const fresh = isWord(tokens[i - 1], 'newly') && lower.endsWith('ed');
  state.words.push(fresh ? { ...token, text: 'new', lower: 'new' } : token);
}

/** `the payment of a loan and the tip of a bill`: a second thing with an owner of its own. */
function opensOf(tokens: readonly Token[], from: number): boolean {
  if (!isWord(tokens[from], 'the')) return false;
  const of = tokens.findIndex((token, i) => i > from && isWord(token, 'of'));
  return of > from + 1 && of <= from + 4;
}

function flush(state: State): void {
  const phrase = phraseOf(state.words, state.determiner);
  if (state.words.length > 0) state.named = !phrase && state.preposition !== undefined;
  state.words = [];
  delete state.determiner;
  if (!phrase) return;
  const { preposition } = state;
  if (preposition === undefined) {
    // "show the agent its balance": who is served is no object.
    const before = state.objects.at(-1);
    if (before && before.words.every((word) => PERSONS.has(word)) && state.objects.length === 1)
      state.objects.pop();
    state.objects.push(phrase);
    return;
  }
  const head = state.objects.at(-1);
  const headWord = head?.words.at(-1) ?? '';
  if (preposition === 'of' && head && GROUP_NOUNS.has(headWord) && head.words.length <= 2)
    state.objects[state.objects.length - 1] = phrase;
  else if (
    /^(?:of|about|on|for)$/.test(preposition) &&
    head &&
    ABOUT_NOUNS.has(headWord) &&
    head.words.length === 1 &&
    !phrase.words.every((word) => PERSONS.has(word))
  ) {
    head.words = [...phrase.words.slice(-2).map(singular), headWord];
    state.complements.push({ preposition, phrase });
  } else state.complements.push({ preposition, phrase });
}

function phraseOf(
  tokens: readonly Token[],
  determiner: string | undefined,
): NounPhrase | undefined {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) return undefined;
  const bare = tokens.filter(({ mention }) => !mention?.nameOnly);
  // "me trending tokens": who is served comes first and is not part of the thing.
  while (bare.length > 1 && /^(?:me|us|you|them|him|her)$/.test(bare[0]?.lower ?? '')) bare.shift();
  const words = bare
    .flatMap(({ lower }) => (EMPTY_ADJECTIVES.has(lower) ? [] : lower.split(/[-']/)))
    .filter((word) => /^\p{L}/u.test(word) && !EMPTY_ADJECTIVES.has(word));
  // "Chat GPT API", "the Devin API": the API itself is never what is asked for.
  const kept = words.filter(
    (word) => !/^(?:api|apis|sdk|endpoint|endpoints|rest|http)$/.test(word),
  );
  if (kept.length === 0) return undefined;
  const tail = kept.at(-1) ?? '';
  if (kept.length > 1 && /^(?:items?|entry|entries|records?)$/.test(tail)) {
    // "todo items" are todos.
    const one = kept.at(-2) ?? '';
    if (!STATE_ADJECTIVES.has(one))
      kept.splice(-2, 2, tail.endsWith('s') && !one.endsWith('s') ? `${one}s` : one);
  }
  const phrase: NounPhrase = { words: kept.slice(-3), start: first.start, end: last.end };
  if (determiner !== undefined) phrase.determiner = determiner;
  return phrase;
}

/** `trending coins and pools` are trending coins and trending pools. */
function shareAdjectives(objects: NounPhrase[]): void {
  for (let i = 1; i < objects.length; i++) {
    const [before, here] = [objects[i - 1], objects[i]];
    const adjective = before?.words[0];
    if (!before || !here || adjective === undefined || !SHARED_ADJECTIVES.has(adjective)) continue;
    if (
      before.words.length === 2 &&
      here.words.length === 1 &&
      here.determiner === undefined &&
      isPlural(here.words[0] ?? '')
    )
      here.words = [adjective, ...here.words];
  }
}

/** `a company's stock price and news`: the news are the company's too. */
function shareOwner({ owners, objects }: State): void {
  const owner = owners[0];
  const head = owner?.words.at(-1);
  if (!owner || head === undefined || objects.length < 2) return;
  for (const phrase of objects.slice(1))
    if (phrase.words.length === 1 && phrase.determiner === undefined)
      phrase.words = [head, ...phrase.words];
}
