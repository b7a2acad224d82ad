import type * as Everything from '@plugwright/catalog';
import type { CatalogDocument } from '@plugwright/catalog';
import { providerById } from '@plugwright/spec/text';
import type { GuessedAction } from './guessed-actions.js';

type Catalog = Pick<typeof Everything, 'documentById' | 'searchDocuments'>;

/** Hits of a search that are looked through for a document of the provider. */
const looked = 40;

/** The document of the public directory that describes a provider; the one of several that the actions are about. */
export function documentOf(
  provider: string,
  actions: readonly GuessedAction[],
  catalog: Catalog,
): CatalogDocument | undefined {
  const entry = providerById(provider);
  // A name that the catalogue does not know may still be one of the directory: `plaid` of `plaid.com`.
  const domain = entry === undefined ? undefined : entry.openapi;
  if (entry !== undefined && domain === undefined) return undefined;
  const exact = domain === undefined ? undefined : catalog.documentById(domain);
  if (exact !== undefined) return exact;
  const words = [domain ?? provider, entry?.name ?? '', ...actions.map((one) => one.phrase)];
  const hits = catalog.searchDocuments(words, { limit: looked }).map((hit) => hit.document);
  return hits.find((one) =>
    domain === undefined
      ? one.provider.split('.').slice(0, -1).includes(provider.toLowerCase())
      : one.provider === domain || one.id.startsWith(`${domain}/`),
  );
}
