import type { CatalogueEntry, ProviderAlias } from './catalogue-entry.js';
import { catalogue } from './catalogue.js';

/** A word of a text, with its place. */
export interface Word {
  /** Lower case, without marks (`é` → `e`). */
  key: string;
  start: number;
  end: number;
}

/** Words and single signs that join them: `Last.fm` → `last`, `fm`; places count UTF-16 units. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const key = match[0].toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
    words.push({ key, start: match.index, end: match.index + match[0].length });
  }
  return words;
}

/** What stands between two words of one name: a dot stays a dot, blanks and hyphens are the same. */
export function joint(text: string, before: Word, after: Word): string | undefined {
  const between = text.slice(before.end, after.start);
  if (between === '.') return '.';
  if (/^ ?& ?$/.test(between)) return '&';
  return /^(?:\s{1,3}|-|'|’)$/.test(between) ? ' ' : undefined;
}

export interface AliasEntry {
  entry: CatalogueEntry;
  alias: ProviderAlias;
}

export interface AliasIndex {
  /** `open weather` → the entry; keys are words with their joints. */
  names: ReadonlyMap<string, AliasEntry>;
  /** First word → most words of a name that begins with it. */
  longest: ReadonlyMap<string, number>;
}

/** The words of a name as one key of {@link AliasIndex.names}. */
export function aliasKey(text: string): { key: string; first: string; words: number } {
  const words = wordsOf(text);
  let key = words[0]?.key ?? '';
  for (let at = 1; at < words.length; at += 1)
    key += (joint(text, words[at - 1]!, words[at]!) ?? ' ') + words[at]!.key;
  return { key, first: words[0]?.key ?? '', words: words.length };
}

let compiled: AliasIndex | undefined;

/** All names of the catalogue in one map, made at the first call. */
export function aliasIndex(): AliasIndex {
  if (compiled !== undefined) return compiled;
  const names = new Map<string, AliasEntry>();
  const longest = new Map<string, number>();
  for (const entry of catalogue)
    for (const alias of entry.aliases) {
      const { key, first, words } = aliasKey(alias.text);
      names.set(key, { entry, alias });
      longest.set(first, Math.max(words, longest.get(first) ?? 0));
    }
  return (compiled = { names, longest });
}
