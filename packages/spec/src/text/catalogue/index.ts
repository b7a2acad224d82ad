export { catalogue } from './catalogue.js';
export {
  type CatalogueEntry,
  catalogueEntrySchema,
  type ProviderAlias,
  type ProviderAuth,
  providerAuthSchema,
  type ProviderCategory,
  type ProviderRecipe,
} from './catalogue-entry.js';
export { findProviders, type FoundProvider } from './find-providers.js';
export { searchProviders } from './search-providers.js';
export { providerById, providersOfEnv, providersOfHost } from './provider-lookup.js';
