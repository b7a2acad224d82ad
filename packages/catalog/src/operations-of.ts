import { blockText, documentsFile } from './documents-file.js';
import { placeOf } from './catalog-document.js';
import { columnEnd, methodLetters } from './index-format.js';

/** One operation of a document. */
export interface CatalogOperation {
  /** Absent where the document gives none. */
  operationId?: string;
  /** Upper case. */
  method: string;
  /** As in the document, with `{name}` for what varies. */
  path: string;
  /** One sentence, at most 100 characters; may be empty. */
  summary: string;
  deprecated?: true;
}

const known = new Map<string, readonly CatalogOperation[]>();
/** Enough for one request; a long-lived process must not keep 125,000 operations. */
const mostKnown = 16;

/** The operations of a document, in its order; empty when there is no such document. */
export function operationsOf(documentId: string): readonly CatalogOperation[] {
  const before = known.get(documentId);
  if (before !== undefined) return before;
  const at = placeOf(documentId);
  if (at === undefined) return [];
  const [block, start, end] = documentsFile().places[at]!;
  const [methods = '', paths = '', ids = '', summaries = ''] = blockText(block)
    .slice(start, end)
    .split(columnEnd);
  const idLines = ids.split('\n');
  const summaryLines = summaries.split('\n');
  const operations =
    paths === ''
      ? []
      : paths.split('\n').map((path, line) => {
          const letter = methods[line]!;
          const operation: CatalogOperation = {
            method: methodLetters[letter.toLowerCase()]!,
            path,
            summary: summaryLines[line]!,
          };
          if (idLines[line] !== '') operation.operationId = idLines[line]!;
          if (letter !== letter.toLowerCase()) operation.deprecated = true;
          return operation;
        });
  if (known.size >= mostKnown) known.delete(known.keys().next().value!);
  known.set(documentId, operations);
  return operations;
}
