import { documentsFile } from './documents-file.js';

/** A document of the public OpenAPI directory. */
export interface CatalogDocument {
  /** For example `stripe.com` or `googleapis.com/gmail`. */
  id: string;
  title: string;
  version: string;
  /** First sentence, at most 120 characters; may be empty. */
  description: string;
  /** The domain of whoever offers the API. */
  provider: string;
  /** Hosts that requests go to; empty where the document does not say. */
  hosts: string[];
  /** Ways to prove who asks: `apiKey`, `bearer`, `basic`, `oauth2`, `openIdConnect`. */
  auth: string[];
  /** How many operations it has. */
  operations: number;
}

let places: ReadonlyMap<string, number> | undefined;

/** Where a document stands in the columns. */
export function placeOf(id: string): number | undefined {
  places ??= new Map(documentsFile().ids.map((one, at) => [one, at]));
  return places.get(id);
}

export function documentAt(at: number): CatalogDocument {
  const file = documentsFile();
  const texts = (list: readonly number[]) => list.map((place) => file.strings[place]!);
  return {
    id: file.ids[at]!,
    title: file.titles[at]!,
    version: file.versions[at]!,
    description: file.descriptions[at]!,
    provider: file.strings[file.providers[at]!]!,
    hosts: texts(file.hosts[at]!),
    auth: texts(file.auth[at]!),
    operations: file.counts[at]!,
  };
}

/** The document of this id. */
export function documentById(id: string): CatalogDocument | undefined {
  const at = placeOf(id);
  return at === undefined ? undefined : documentAt(at);
}

/** The document of this id and those below it: `nasa.gov` has `nasa.gov/apod` and others. */
export function documentsBelow(id: string): CatalogDocument[] {
  return documentsFile().ids.flatMap((one, at) =>
    one === id || one.startsWith(`${id}/`) ? [documentAt(at)] : [],
  );
}

/** How many documents and operations the index has, and what it was made from. */
export function catalogInfo(): { source: string; documents: number; operations: number } {
  const { source, ids, counts } = documentsFile();
  return {
    source,
    documents: ids.length,
    operations: counts.reduce((sum, count) => sum + count, 0),
  };
}
