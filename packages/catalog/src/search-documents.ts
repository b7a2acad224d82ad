import { documentAt, type CatalogDocument } from './catalog-document.js';
import { documentsFile } from './documents-file.js';
import type { DocumentsFile } from './index-format.js';
import { termsOf } from './terms.js';

export interface DocumentHit {
  document: CatalogDocument;
  /** Only to compare hits of one search. */
  score: number;
  /** The words that were found. */
  matched: string[];
}

interface Lookup {
  words: ReadonlyMap<string, number>;
  /** Documents per word. */
  frequency: Uint32Array;
}
let lookup: Lookup | undefined;

function lookups(file: DocumentsFile): Lookup {
  if (lookup !== undefined) return lookup;
  const frequency = new Uint32Array(file.words.length);
  for (let at = 0; at < file.ids.length; at += 1)
    for (const word of new Set([...file.names[at]!, ...file.subjects[at]!])) frequency[word]! += 1;
  return (lookup = { words: new Map(file.words.map((word, at) => [word, at])), frequency });
}

const nameWeight = 3;
/** Documents of one provider that are for an older or a special edition of its product. */
const edition =
  /(?:ghes|ghec|github\.ae|legacy|sandbox|deprecated|preview|beta|alpha|internal|admin)/i;

/**
 * The documents that a few words are about, best first: rare words and words of the name count most.
 * Ties go to the document with the shorter id.
 */
export function searchDocuments(
  words: string | readonly string[],
  options: { limit?: number } = {},
): DocumentHit[] {
  const text = typeof words === 'string' ? words : words.join(' ');
  const terms = [...new Set(termsOf(text.slice(0, 1000)))];
  const file = documentsFile();
  const { words: places, frequency } = lookups(file);
  const wanted = terms.flatMap((term) => {
    const place = places.get(term);
    return place === undefined
      ? []
      : [{ term, place, idf: Math.log(1 + file.ids.length / frequency[place]!) }];
  });
  if (wanted.length === 0) return [];
  const whole = text.trim().toLowerCase();
  const hits: { at: number; score: number; matched: string[] }[] = [];
  for (let at = 0; at < file.ids.length; at += 1) {
    let score = 0;
    const matched: string[] = [];
    for (const { term, place, idf } of wanted) {
      const inName = file.names[at]!.includes(place);
      if (!inName && !file.subjects[at]!.includes(place)) continue;
      score += idf * (inName ? nameWeight : 1);
      matched.push(term);
    }
    if (score === 0) continue;
    const id = file.ids[at]!;
    if (whole === id || whole === file.strings[file.providers[at]!]) score += 20;
    // Covering every word beats meeting one of them often.
    score *= 0.5 + (0.5 * matched.length) / wanted.length;
    // A long name says little about each of its words.
    score -= 0.15 * file.names[at]!.length;
    score += 0.35 * Math.log2(1 + file.counts[at]!);
    if (edition.test(id)) score -= 4;
    hits.push({ at, score, matched });
  }
  hits.sort(
    (one, other) =>
      other.score - one.score ||
      file.ids[one.at]!.length - file.ids[other.at]!.length ||
      (file.ids[one.at]! < file.ids[other.at]! ? -1 : 1),
  );
  return hits
    .slice(0, options.limit ?? 10)
    .map(({ at, score, matched }) => ({ document: documentAt(at), score, matched }));
}
