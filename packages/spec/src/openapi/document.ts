import type { Diagnostic, SourcePosition } from '@plugwright/errors';
import { readDocument } from '../read-document.js';
import type { OpenApiInput } from './options.js';
import { isRaw, own, ownRecord, type Raw } from './value.js';

/** Which rules a document follows. 3.2 only adds to 3.1, so it is read as 3.1. */
export type OpenApiVersion = '2.0' | '3.0' | '3.1';

/** One parsed file of a document. */
export interface DocumentFile {
  /** `''` for the main file; a path relative to it, or a URL, for the others. */
  id: string;
  value: unknown;
  locate(pointer: string): SourcePosition | undefined;
}

export interface OpenApiDocument {
  version: OpenApiVersion;
  root: Raw;
  main: DocumentFile;
  /** Every file that references lead to, by id; the main one too. */
  files: ReadonlyMap<string, DocumentFile>;
  /** As the caller gave it. */
  source: string | undefined;
}

/** The version a value says it is, `undefined` for anything that is not OpenAPI or Swagger 2.0. */
export function openApiVersion(value: unknown): OpenApiVersion | undefined {
  // YAML reads `swagger: 2.0` as the number 2 and `openapi: 3.1` as 3.1.
  const swagger = own(value, 'swagger');
  if (swagger === '2.0' || swagger === 2 || swagger === '2') return '2.0';
  const openapi = String(own(value, 'openapi') ?? '');
  if (/^3\.0(?:\.|$)/.test(openapi) || openapi === '3') return '3.0';
  return /^3\.[12](?:[.-]|$)/.test(openapi) ? '3.1' : undefined;
}

/** Whether a parsed document is one that {@link readOpenApi} understands. */
export const isOpenApi = (value: unknown): boolean => openApiVersion(value) !== undefined;

/** The main file, or why it is none. */
export function openMain(
  input: OpenApiInput,
): { file: DocumentFile; root: Raw; version: OpenApiVersion } | { problems: Diagnostic[] } {
  const document = readDocument(input.text, { source: input.source, duplicateKeys: 'warning' });
  const broken = document.diagnostics.filter(({ severity }) => severity === 'error');
  if (broken.length > 0) return { problems: broken };
  const problem = (code: string, message: string, hint: string, path = ''): Diagnostic => {
    const position = document.locate(path);
    return { code, severity: 'error', message, hint, path, ...(position ? { position } : {}) };
  };
  const { value } = document;
  const version = openApiVersion(value);
  if (!isRaw(value) || version === undefined) {
    const key = ['openapi', 'swagger', 'swaggerVersion'].find(
      (name) => own(value, name) !== undefined,
    );
    return {
      problems: [
        key === undefined
          ? problem(
              'PW_OPENAPI_NOT_OPENAPI',
              'This is not an OpenAPI document: it has neither "openapi" nor "swagger" at its top.',
              'Give an OpenAPI 3.0 or 3.1 or a Swagger 2.0 document.',
            )
          : problem(
              'PW_OPENAPI_VERSION',
              `Version ${JSON.stringify(own(value, key))?.slice(0, 40)} of OpenAPI is not known here.`,
              'Convert the document to OpenAPI 3.0 or 3.1.',
              `/${key}`,
            ),
      ],
    };
  }
  const paths = own(value, 'paths');
  if (Object.keys(ownRecord(value, 'paths')).length === 0) {
    const webhooks = Object.keys(ownRecord(value, 'webhooks')).length > 0;
    return {
      problems: [
        webhooks
          ? problem(
              'PW_OPENAPI_WEBHOOKS_ONLY',
              'The document describes only webhooks: requests that the API sends, none that it takes.',
              'Give the document that describes the API itself.',
              '/webhooks',
            )
          : problem(
              'PW_OPENAPI_NO_OPERATIONS',
              'The document describes no operation.',
              'Give a document with at least one path.',
              paths === undefined ? '' : '/paths',
            ),
      ],
    };
  }
  return { file: { id: '', value, locate: document.locate }, root: value, version };
}
