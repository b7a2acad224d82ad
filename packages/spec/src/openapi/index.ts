export { readOpenApi } from './read-openapi.js';
export { isOpenApi, openApiVersion, type OpenApiVersion } from './document.js';
export { fetchDocument, type FetchDocumentOptions, type ResolveHost } from './fetch-document.js';
export type {
  OpenApiInput,
  OpenApiResult,
  OperationSummary,
  ReadOpenApiOptions,
} from './options.js';
