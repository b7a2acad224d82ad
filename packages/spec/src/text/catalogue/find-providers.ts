import { aliasIndex, joint, wordsOf, type Word } from './alias-index.js';
import type { CatalogueEntry } from './catalogue-entry.js';
import { nameEvidence } from './name-evidence.js';

/** A provider that a text names. */
export interface FoundProvider {
  entry: CatalogueEntry;
  /** As the catalogue spells it. */
  alias: string;
  /** Place in the text, UTF-16 units, `end` exclusive. */
  start: number;
  end: number;
  /** `false`: an everyday word that may be meant as one, or a subject ("gif") that only suggests the provider. */
  certain: boolean;
}

const longestText = 20_000;

/** Part of a URL, an e-mail address, a path, a host name or a scope: those are read elsewhere. */
function insideOther(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  return /[/@#\\]$|[\p{L}\p{N}]\.$/u.test(before) || /^@|^\.[\p{L}\p{N}]/u.test(after);
}

/** The longest name that begins at word `at`, as `[key, number of words]` candidates, longest first. */
function candidates(text: string, words: readonly Word[], at: number, most: number) {
  const keys: { key: string; count: number }[] = [];
  let key = words[at]!.key;
  keys.push({ key, count: 1 });
  for (let count = 2; count <= most; count += 1) {
    const next = words[at + count - 1];
    const sign = next && joint(text, words[at + count - 2]!, next);
    if (next === undefined || sign === undefined) break;
    key += sign + next.key;
    keys.push({ key, count });
  }
  return keys.toReversed();
}

/**
 * The providers a text names, in order, without overlaps: whole words, the longest name first.
 * Only the first 20,000 characters are read.
 */
export function findProviders(source: string): FoundProvider[] {
  const text = source.length > longestText ? source.slice(0, longestText) : source;
  const { names, longest } = aliasIndex();
  const words = wordsOf(text);
  const found: FoundProvider[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const most = longest.get(words[at]!.key);
    if (most === undefined) continue;
    for (const { key, count } of candidates(text, words, at, most)) {
      const hit = names.get(key);
      if (hit === undefined) continue;
      const { start } = words[at]!;
      const { end } = words[at + count - 1]!;
      if (insideOther(text, start, end)) continue;
      const { entry, alias } = hit;
      const evidence = alias.cue ? nameEvidence(text, words, at, count, alias.text) : 'certain';
      if (evidence === 'none') continue;
      const certain = evidence === 'certain' && alias.topic === undefined;
      found.push({ entry, alias: alias.text, start, end, certain });
      at += count - 1;
      break;
    }
  }
  return found;
}
