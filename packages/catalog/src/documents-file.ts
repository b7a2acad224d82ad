import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { DocumentsFile } from './index-format.js';

const data = (name: string) => new URL(`../data/${name}`, import.meta.url);

let opened: DocumentsFile | undefined;

/** The list of documents, read and unpacked at the first call. */
export function documentsFile(): DocumentsFile {
  return (opened ??= JSON.parse(
    brotliDecompressSync(readFileSync(data('documents.br'))).toString('utf8'),
  ) as DocumentsFile);
}

let lastBlock: { block: number; text: string } | undefined;

/** The operations' text of one block; the last one stays unpacked, for documents that are neighbours. */
export function blockText(block: number): string {
  if (lastBlock?.block === block) return lastBlock.text;
  const [start, length] = documentsFile().blocks[block]!;
  const packed = Buffer.alloc(length);
  const file = openSync(data('operations.bin'), 'r');
  try {
    readSync(file, packed, 0, length, start);
  } finally {
    closeSync(file);
  }
  const text = brotliDecompressSync(packed).toString('utf8');
  lastBlock = { block, text };
  return text;
}
