import { verbNamed, type Verb } from './lexicon.js';

/** The form a verb stands in: `fetch`, `fetches`, `fetching`, `fetched`. */
export type VerbForm = 'base' | 'third' | 'gerund' | 'past';

export interface VerbLemma {
  base: string;
  form: VerbForm;
  verb: Verb;
}

/** Past forms that no ending gives away. */
const IRREGULAR_PAST: Readonly<Record<string, string>> = {
  sent: 'send',
  shown: 'show',
  given: 'give',
  found: 'find',
  made: 'make',
  written: 'write',
  taken: 'take',
  told: 'tell',
  bought: 'buy',
  sold: 'sell',
  paid: 'pay',
  drawn: 'draw',
  chosen: 'choose',
  built: 'build',
  kept: 'keep',
  withdrawn: 'withdraw',
  rewritten: 'rewrite',
  repaid: 'repay',
  lent: 'lend',
  said: 'say',
};

const undouble = (stem: string) => (/([bdgklmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem);

/** Candidates for the base form, the likeliest first. */
function candidates(word: string): [string, VerbForm][] {
  const list: [string, VerbForm][] = [[word, 'base']];
  if (word.endsWith('ies')) list.push([`${word.slice(0, -3)}y`, 'third']);
  if (word.endsWith('es')) list.push([word.slice(0, -2), 'third']);
  if (word.endsWith('s') && !word.endsWith('ss')) list.push([word.slice(0, -1), 'third']);
  if (word.endsWith('ing') && word.length > 5) {
    const stem = word.slice(0, -3);
    list.push([stem, 'gerund'], [`${stem}e`, 'gerund'], [undouble(stem), 'gerund']);
  }
  const past = Object.hasOwn(IRREGULAR_PAST, word) ? IRREGULAR_PAST[word] : undefined;
  if (past !== undefined) list.push([past, 'past']);
  if (word.endsWith('ied')) list.push([`${word.slice(0, -3)}y`, 'past']);
  if (word.endsWith('ed') && word.length > 4) {
    const stem = word.slice(0, -2);
    list.push([stem, 'past'], [word.slice(0, -1), 'past'], [undouble(stem), 'past']);
  }
  return list;
}

/** The known verb a word (or two words) is a form of. Only the first word is inflected: `looks up`. */
export function verbLemma(first: string, second?: string): VerbLemma | undefined {
  for (const [base, form] of candidates(first)) {
    const key = second === undefined ? base : `${base} ${second}`;
    const verb = verbNamed(key);
    if (verb) return { base: key, form, verb };
  }
  return undefined;
}

/** Words in `-s` that are no plurals. */
const SINGULAR_S =
  /(?:ss|us|is)$|^(?:news|series|species|gas|lens|alias|canvas|https|dns|gps|rss|sms|css|aws|ios|os|sales|stats|details|analytics|headphones|contents|credentials|always|statistics|economics|physics|mathematics|has|was|pros|cons)$/;
const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  indices: 'index',
  matrices: 'matrix',
  movies: 'movie',
  cookies: 'cookie',
  calories: 'calorie',
  media: 'media',
  data: 'data',
  currencies: 'currency',
  analyses: 'analysis',
  lives: 'life',
  leaves: 'leaf',
  ties: 'tie',
};

/** The singular of a noun; what is no plural stays. */
export function singular(noun: string): string {
  const lower = noun.toLowerCase();
  const known = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : undefined;
  if (known !== undefined) return known;
  if (lower.length < 4 || !lower.endsWith('s') || SINGULAR_S.test(lower)) return lower;
  if (lower.endsWith('ies')) return `${lower.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(lower) && !/(?:ches|ses)$/.test(lower)) return lower.slice(0, -2);
  if (/(?:[^aeiou]ches|sses|uses)$/.test(lower)) return lower.slice(0, -2);
  if (lower.endsWith('oes')) return lower.slice(0, -2);
  return lower.slice(0, -1);
}

/** Whether a noun looks like a plural. */
export const isPlural = (noun: string): boolean =>
  singular(noun) !== noun.toLowerCase() || noun.toLowerCase() === 'people';
