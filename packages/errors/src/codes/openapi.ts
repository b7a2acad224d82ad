import { type ErrorCodes, input } from '../error-code.js';

/** Codes of OpenAPI and Swagger documents. */
export const OPENAPI_CODES = {
  PW_OPENAPI_NOT_OPENAPI: input(
    'The document is not an OpenAPI document.',
    'Give an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document.',
  ),
  PW_OPENAPI_VERSION: input(
    'This version of OpenAPI is not known.',
    'Convert the document to OpenAPI 3.0 or 3.1.',
  ),
  PW_OPENAPI_NO_OPERATIONS: input(
    'The document has no operation that can become an action.',
    'Give a document with at least one usable operation.',
  ),
  PW_OPENAPI_WEBHOOKS_ONLY: input(
    'The document describes only requests that the API sends.',
    'Give the document that describes the API itself.',
  ),
  PW_OPENAPI_OPERATION_UNUSABLE: input(
    'An operation cannot become an action.',
    'Correct it in the document, or do without it.',
  ),
  PW_OPENAPI_OPERATION_UNKNOWN: input(
    'An operation that was asked for is not in the document.',
    'Use an operation id, an action name, or METHOD /path.',
  ),
  PW_OPENAPI_NOTHING_SELECTED: input(
    'No operation fits the selection.',
    'Ask for less, or for other tags, paths or words.',
  ),
  PW_OPENAPI_CURATED: input(
    'Not every operation became an action.',
    'Choose others by operation, tag, path or words.',
  ),
  PW_OPENAPI_REF_MISSING: input(
    'A reference leads nowhere.',
    'Correct the reference; what it stands for is left open.',
  ),
  PW_OPENAPI_REF_CYCLE: input(
    'A reference leads back to itself.',
    'Let it lead to something; until then it is left open.',
  ),
  PW_OPENAPI_REF_REFUSED: input(
    'A reference to another document is not followed.',
    'Put all files below one directory, or bundle them into one.',
  ),
  PW_OPENAPI_PARAMETER_IGNORED: input(
    'A parameter is left out.',
    'Correct it in the document, or add it to the spec by hand.',
  ),
  PW_OPENAPI_BODY_IGNORED: input(
    'A request body is left out.',
    'Correct it in the document, or add it to the spec by hand.',
  ),
  PW_OPENAPI_SCHEMA_CUT: input(
    'A schema is too large and is only kept in part.',
    'Choose fewer operations, or write the parts that matter by hand.',
  ),
  PW_OPENAPI_SECURITY_UNSUPPORTED: input(
    'A security scheme cannot be used.',
    'Add another scheme under auth of the spec.',
  ),
  PW_OPENAPI_DESCRIPTION_MADE: input(
    'An operation has no description, so one was made.',
    'Write a description; agents choose actions by it.',
  ),
  PW_OPENAPI_MORE: input(
    'There are more findings than are listed.',
    'Correct the listed ones first.',
  ),
} as const satisfies ErrorCodes;
