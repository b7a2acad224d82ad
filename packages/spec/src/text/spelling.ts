import { editDistance } from '../closest.js';
import { verbLemma } from './lemma.js';
import { verbForms } from './lexicon.js';
import type { Span } from './types.js';
import { findVerbatims } from './verbatims.js';
import { DETERMINERS, PERSONS, PREPOSITIONS, ADVERBS } from './word-classes.js';

/** Frequent slips in the words that frame a request. */
const SLIPS: Readonly<Record<string, string>> = {
  taht: 'that',
  tht: 'that',
  htat: 'that',
  wiht: 'with',
  wtih: 'with',
  thru: 'through',
  trough: 'through',
  shoud: 'should',
  shuold: 'should',
  shold: 'should',
  woud: 'would',
  wold: 'would',
  coud: 'could',
  teh: 'the',
  adn: 'and',
  nad: 'and',
  frmo: 'from',
  agnet: 'agent',
  aget: 'agent',
  wich: 'which',
  whcih: 'which',
  plz: 'please',
  pls: 'please',
  evry: 'every',
  everytime: 'every time',
};
const PLUGIN = /^pl(?!ay|an|ace|ug$|us|at|ed)[a-z]{2,6}ns?$|^p(?:ul|lu|l|u)g{1,2}[uin]{1,4}s?$/;
/** What stands before a verb. */
const BEFORE_VERB =
  /(?:^|[.;:!?\n]|[-*]\s*|\b(?:that|which|who|to|can|could|should|must|will|may|please|users|people|members|agents|also))\s*$/i;
/** What may stand before a verb or another noun. */
const BEFORE_EITHER = /(?:,|\b(?:and|or|then))\s*$/i;
/** Words that a letter more would make a verb of ours, and that are words all the same. */
const REAL = new Set(
  'lunch lunches brid bride stat meet feed form hose pose tile files file'.split(' '),
);

let forms: Map<number, string[]> | undefined;
/** All forms of the verbs we know, by length. */
function verbsOfLength(length: number): readonly string[] {
  if (forms === undefined) {
    forms = new Map();
    const all = new Set<string>();
    for (const base of verbForms()) {
      if (base.includes(' ') || base.length < 4) continue;
      const third = /(?:ch|sh|ss|x|zz|o)$/.test(base)
        ? `${base}es`
        : `${base.replace(/y$/, 'ie')}s`;
      for (const form of [base, third, `${base}s`, `${base.replace(/e$/, '')}ing`])
        if (verbLemma(form)) all.add(form);
    }
    for (const form of all) forms.set(form.length, [...(forms.get(form.length) ?? []), form]);
  }
  return forms.get(length) ?? [];
}

const letters = (word: string) => [...word].sort().join('');

/** The verb a word was probably meant to be: letters swapped, one left out or one too many. */
function meantVerb(word: string, onlySwapped: boolean): string | undefined {
  if (word.length < 4 || verbLemma(word) || REAL.has(word)) return undefined;
  const pool = [word.length - 1, word.length, word.length + 1].flatMap((length) => [
    ...verbsOfLength(length),
  ]);
  const near = pool.filter((verb) => {
    if (verb[0] !== word[0] || editDistance(word, verb) !== 1) return false;
    // Another letter in place of one makes another word more often than a slip.
    return letters(verb) === letters(word) || (verb.length !== word.length && !onlySwapped);
  });
  return near.length === 1 ||
    (near.length > 1 && near.every((one) => one.slice(0, 4) === near[0]?.slice(0, 4)))
    ? near[0]
    : undefined;
}

export interface Respelled {
  text: string;
  /** A span of `text` in the text that was given. */
  original: (start: number, end: number) => Span;
}

/** Puts right what is plainly a slip of the fingers in words that carry the request. What is quoted stays. */
export function respell(given: string): Respelled {
  const verbatims = findVerbatims(given);
  const cuts: { start: number; end: number; delta: number }[] = [];
  let text = '';
  let at = 0;
  for (const match of given.matchAll(
    /(?<![\p{L}\p{N}_@/.-])\p{L}+(?![\p{L}\p{N}_@/-]|\.\p{L})/gu,
  )) {
    const [word] = match;
    const lower = word.toLowerCase();
    const end = match.index + word.length;
    if (verbatims.some(({ span }) => match.index < span[1] && end > span[0])) continue;
    const right = rightOf(word, lower, `${text}${given.slice(at, match.index)}`.slice(-12));
    if (right === undefined) continue;
    text += given.slice(at, match.index) + right;
    at = end;
    cuts.push({
      start: text.length - right.length,
      end: text.length,
      delta: word.length - right.length,
    });
  }
  if (cuts.length === 0) return { text: given, original: (start, end) => [start, end] };
  text += given.slice(at);
  const back = (offset: number, isEnd: boolean) => {
    let shift = 0;
    for (const cut of cuts) {
      if (offset >= cut.end) shift += cut.delta;
      else if (offset > cut.start)
        return cut.start + shift + (isEnd ? cut.end - cut.start + cut.delta : 0);
    }
    return offset + shift;
  };
  return { text, original: (start, end) => [back(start, false), back(end, true)] };
}

function rightOf(word: string, lower: string, before: string): string | undefined {
  const slip = Object.hasOwn(SLIPS, lower) ? SLIPS[lower] : undefined;
  if (slip !== undefined) return slip;
  if (
    lower !== 'plugin' &&
    lower !== 'plugins' &&
    PLUGIN.test(lower) &&
    editDistance(lower.replace(/s$/, ''), 'plugin') <= 2
  )
    return lower.endsWith('s') ? 'plugins' : 'plugin';
  if (word !== lower && before.trim() !== '') return undefined;
  const isEither = BEFORE_EITHER.test(before);
  if (
    (!isEither && !BEFORE_VERB.test(before)) ||
    DETERMINERS.has(lower) ||
    PREPOSITIONS.has(lower) ||
    PERSONS.has(lower) ||
    ADVERBS.has(lower)
  )
    return undefined;
  return meantVerb(lower, isEither);
}
