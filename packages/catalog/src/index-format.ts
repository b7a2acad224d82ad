/**
 * `data/documents.br` is this object as JSON, compressed with brotli: one list per property, a document's
 * values at the same place in each. Texts that occur often stand once in `strings`.
 */
export interface DocumentsFile {
  /** npm name and version the index was made from. */
  source: string;
  strings: string[];
  /** Path of the document inside the package, without `api/` and `.json`. */
  ids: string[];
  titles: string[];
  versions: string[];
  descriptions: string[];
  /** Places in `strings`. */
  providers: number[];
  hosts: number[][];
  auth: number[][];
  /** How many operations. */
  counts: number[];
  /** Place in `blocks`, and where the document's text begins and ends in the block, UTF-16 units. */
  places: [block: number, start: number, end: number][];
  /** Bytes in `data/operations.bin`: each block is a brotli stream of its own, so one document costs one block. */
  blocks: [start: number, length: number][];
  /** Words of the index, and per document the places of those its name and its subjects hold. */
  words: string[];
  names: number[][];
  subjects: number[][];
}

/** One letter per method in the text of a document; upper case: deprecated. */
export const methodLetters: Readonly<Record<string, string>> = {
  g: 'GET',
  p: 'POST',
  u: 'PUT',
  a: 'PATCH',
  d: 'DELETE',
  h: 'HEAD',
  o: 'OPTIONS',
  t: 'TRACE',
};

/** Between the four columns of a document: methods, paths, operation ids, summaries; lines inside a column. */
export const columnEnd = '\u0001';
