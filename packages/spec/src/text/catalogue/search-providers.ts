import { aliasKey, wordsOf } from './alias-index.js';
import type { CatalogueEntry } from './catalogue-entry.js';
import { catalogue } from './catalogue.js';

/** 3: the name itself; 2: the beginning of a name; 1: a word of names, hosts or the category; 0: not at all. */
function closeness(entry: CatalogueEntry, word: string): number {
  const names = [entry.id, entry.name, ...entry.aliases.map((alias) => alias.text)];
  const keys = names.map((name) => aliasKey(name).key);
  if (keys.includes(word)) return 3;
  if (word.length > 2 && keys.some((key) => key.startsWith(word))) return 2;
  const parts = [...keys, entry.category, ...entry.hosts].flatMap((text) =>
    wordsOf(text).map(({ key }) => key),
  );
  return parts.includes(word) ? 1 : 0;
}

/** The providers that a few words name or describe, best first; for people who look something up. */
export function searchProviders(words: string, options: { limit?: number } = {}): CatalogueEntry[] {
  const text = words.slice(0, 1000);
  const whole = aliasKey(text).key;
  const terms = [...new Set(wordsOf(text).map(({ key }) => key))];
  const hits = catalogue.flatMap((entry) => {
    const exact = whole !== '' && closeness(entry, whole) === 3 ? 10 : 0;
    const each = terms.map((term) => closeness(entry, term));
    const score = exact + each.reduce((sum, one) => sum + one, 0);
    // One word that names it is enough; of words that describe it, all must.
    const fits = each.some((one) => one === 3) || (each.length > 0 && each.every((one) => one > 0));
    return exact > 0 || fits ? [{ entry, score }] : [];
  });
  hits.sort((one, other) => other.score - one.score);
  return hits.slice(0, options.limit ?? 10).map(({ entry }) => entry);
}
