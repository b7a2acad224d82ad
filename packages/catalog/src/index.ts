export {
  type CatalogDocument,
  catalogInfo,
  documentById,
  documentsBelow,
} from './catalog-document.js';
export { loadDocument } from './load-document.js';
export { type CatalogOperation, operationsOf } from './operations-of.js';
export { type RankedOperation, rankOperations, type Ranking } from './rank-operations.js';
export { type DocumentHit, searchDocuments } from './search-documents.js';
