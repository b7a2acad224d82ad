import { singular } from '../lemma.js';
import { READING, verbNamed, type Verb } from '../lexicon.js';
import type { ProviderOperation } from './provider-operation.js';
import ai from './data/operations/ai.json' with { type: 'json' };
import chat from './data/operations/chat.json' with { type: 'json' };
import code from './data/operations/code.json' with { type: 'json' };
import crypto from './data/operations/crypto.json' with { type: 'json' };
import finance from './data/operations/finance.json' with { type: 'json' };
import home from './data/operations/home.json' with { type: 'json' };
import knowledge from './data/operations/knowledge.json' with { type: 'json' };
import maps from './data/operations/maps.json' with { type: 'json' };
import media from './data/operations/media.json' with { type: 'json' };
import news from './data/operations/news.json' with { type: 'json' };
import productivity from './data/operations/productivity.json' with { type: 'json' };
import search from './data/operations/search.json' with { type: 'json' };
import social from './data/operations/social.json' with { type: 'json' };
import weather from './data/operations/weather.json' with { type: 'json' };

// A test reads every entry through the schema, so the cast holds and no start pays for the check.
/** What providers are mostly asked for, with method, path and parameters. */
export const providerOperations = [
  chat,
  social,
  code,
  crypto,
  finance,
  weather,
  news,
  search,
  productivity,
  media,
  ai,
  home,
  maps,
  knowledge,
].flat() as unknown as readonly ProviderOperation[];

/** A verb and the words behind it, as an action has them. */
export interface Wanted {
  verb: Pick<Verb, 'class' | 'name'>;
  words: readonly string[];
}

interface Phrase {
  class: string;
  name: string;
  /** One of each group must be named; none: anything. */
  groups: ReadonlySet<string>[];
  operation: ProviderOperation;
}

let byProvider: Map<string, Phrase[]> | undefined;

/** Built when first asked for: most processes never look anything up. */
function phrasesOf(provider: string): readonly Phrase[] {
  if (byProvider === undefined) {
    byProvider = new Map();
    for (const operation of providerOperations) {
      const phrases = byProvider.get(operation.provider) ?? [];
      byProvider.set(operation.provider, phrases);
      for (const text of operation.does) phrases.push(...readPhrase(text, operation));
    }
  }
  return byProvider.get(provider) ?? [];
}

/** `search web/*` is two phrases: one for the web, one for anything. */
function readPhrase(text: string, operation: ProviderOperation): Phrase[] {
  const [first = '', ...rest] = text.split(' ');
  const verb = verbNamed(first.replaceAll('_', ' '));
  const base = {
    class: verb?.class ?? first,
    name: (verb?.name ?? first).toUpperCase(),
    operation,
  };
  const groups = rest.map(
    (group) =>
      new Set(
        group
          .split('/')
          .filter((word) => word !== '*')
          .map(singular),
      ),
  );
  const named = groups.filter((group) => group.size > 0);
  const phrases: Phrase[] = named.length > 0 ? [{ ...base, groups: named }] : [];
  if (rest.some((group) => group.split('/').includes('*'))) phrases.push({ ...base, groups: [] });
  return phrases;
}

/** Words that say nothing about which operation is meant. */
const GENERIC = /^(?:data|info|information|details?|status|stuff|results?|content|state|latest)$/;
/** Verbs that read a thing and nothing else: one stands for the other. */
const GETTING = new Set(['get', 'list', 'track', 'receive', 'identify']);

/** Verbs that work on what is got first. */
const ON_DATA = new Set([
  'summarize',
  'analyze',
  'compare',
  'explain',
  'evaluate',
  'rank',
  'count',
  'predict',
]);

/**
 * The operation of a provider that a verb and its object mean; `undefined` where none fits. The most words
 * in common win, the earlier of equals.
 */
export function operationFor(provider: string, wanted: Wanted): ProviderOperation | undefined {
  const phrases = phrasesOf(provider);
  const words = new Set(wanted.words.map(singular));
  let best: ProviderOperation | undefined;
  let most = 0;
  for (const phrase of phrases) {
    const score = scoreOf(phrase, wanted, words);
    if (score > most) [best, most] = [phrase.operation, score];
  }
  if (best) return best;
  const main = phrases.find(({ operation }) => operation.main)?.operation;
  const isGeneric = [...words].every((word) => GENERIC.test(word));
  return main?.method === 'GET' && READING.has(wanted.verb.class) && isGeneric ? main : undefined;
}

function scoreOf(phrase: Phrase, { verb }: Wanted, words: ReadonlySet<string>): number {
  const named = phrase.groups.filter((group) => [...group].some((word) => words.has(word))).length;
  if (named < phrase.groups.length) return 0;
  const isSame = phrase.class === verb.class || phrase.name === verb.name;
  const isLike = GETTING.has(phrase.class) && GETTING.has(verb.class) && phrase.groups.length > 0;
  const isWorked = ON_DATA.has(verb.class) && GETTING.has(phrase.class) && phrase.groups.length > 0;
  if (!isSame && !isLike && !isWorked) return 0;
  return (isSame ? 3 : isLike ? 2 : 1) + named * 2 - (phrase.groups.length === 0 ? 0.5 : 0);
}
