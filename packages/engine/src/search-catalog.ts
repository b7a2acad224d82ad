import type { CatalogDocument, CatalogOperation } from '@plugwright/catalog';
import { PlugwrightError } from '@plugwright/errors';
import type { CatalogueEntry } from '@plugwright/spec/text';

/** What is known about an API: the provider by heart, and documents of the public OpenAPI directory. */
export interface CatalogHits {
  providers: CatalogueEntry[];
  documents: CatalogDocument[];
}

/**
 * Providers and documents that a few words are about, best first, at most `limit` of each (default 5).
 *
 * @throws `PW_CATALOG_NOTHING` when there is neither.
 */
export async function searchCatalog(
  words: string,
  options: { limit?: number } = {},
): Promise<CatalogHits> {
  const [{ searchDocuments }, { searchProviders }] = await Promise.all([
    import('@plugwright/catalog'),
    import('@plugwright/spec/text'),
  ]);
  const limit = options.limit ?? 5;
  const providers = searchProviders(words, { limit });
  const documents = searchDocuments(words, { limit }).map((hit) => hit.document);
  if (providers.length === 0 && documents.length === 0)
    throw new PlugwrightError({
      code: 'PW_CATALOG_NOTHING',
      message: `No provider and no document is about ${JSON.stringify(words.slice(0, 200))}.`,
      hint: 'Try the name of the provider, or fewer words.',
    });
  return { providers, documents };
}

/** The operations of a document of the directory; with `phrase`, those that fit it best. */
export interface CatalogOperations {
  document: CatalogDocument;
  operations: readonly CatalogOperation[];
  /** Nothing fits the phrase; `operations` holds what came nearest. */
  abstain: boolean;
}

/** @throws `PW_CATALOG_DOCUMENT_UNKNOWN` */
export async function catalogOperations(
  id: string,
  phrase = '',
  options: { limit?: number } = {},
): Promise<CatalogOperations> {
  const { documentById, operationsOf, rankOperations } = await import('@plugwright/catalog');
  const document = documentById(id);
  if (document === undefined)
    throw new PlugwrightError({
      code: 'PW_CATALOG_DOCUMENT_UNKNOWN',
      message: `The directory has no document ${JSON.stringify(id.slice(0, 200))}.`,
      hint: 'plugwright catalog search finds documents.',
    });
  const all = operationsOf(id);
  if (phrase === '') return { document, operations: all, abstain: false };
  const { ranked, abstain } = rankOperations(phrase, all, { limit: options.limit ?? 5 });
  return { document, operations: ranked.map(({ operation }) => operation), abstain };
}
