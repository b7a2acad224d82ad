import * as z from 'zod';
import { authSchemeSchema } from '../../plugin-spec.js';

/** What a provider is mostly for; one data file each. */
export const providerCategories = [
  'chat',
  'social',
  'code',
  'crypto',
  'finance',
  'weather',
  'news',
  'search',
  'productivity',
  'media',
  'ai',
  'home',
  'maps',
  'knowledge',
] as const;

/** Building blocks that suit a provider, most useful first. */
export const providerRecipes = [
  'http-action',
  'openapi-operation',
  'graphql-query',
  'json-rpc',
  'feed-watch',
  'monitor-notify',
  'webhook-receiver',
] as const;

const envName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/)
  .max(64);
const host = z
  .string()
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$|^127\.0\.0\.1$/)
  .max(253);

const aliasSchema = z.strictObject({
  /** Spelled as the owner spells it: capitals count where `cue` is set. */
  text: z.string().min(1).max(60),
  /** An everyday word ("signal"): only counts with the brand's capitals or beside a word such as "API". */
  cue: z.literal(true).optional(),
  /** A subject, not a name ("gif", "exchange rate"): suggests the provider, never names it. */
  topic: z.literal(true).optional(),
});

/** How a request proves who it is: our auth schemes, and keys that are part of the path. */
export const providerAuthSchema = z.union([
  authSchemeSchema,
  z.strictObject({
    type: z.literal('path'),
    env: envName,
    /** Behind the base URL; `{key}` is the secret, other placeholders belong to the request. */
    template: z.string().regex(/^\/[^\s?#]*\{key\}[^\s?#]*$/),
  }),
]);

/** One provider: which API is meant, on which host, with which credentials. */
export const catalogueEntrySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+$/),
  name: z.string().min(1).max(60),
  category: z.enum(providerCategories),
  /** The first is the name people use; all are matched without regard to case unless `cue` is set. */
  aliases: z.array(aliasSchema).min(1),
  /** Where requests go, the usual one first. */
  hosts: z.array(host).min(1),
  /** Sent together; empty: nothing is needed. */
  auth: z.array(providerAuthSchema),
  env: z.array(
    z.strictObject({
      name: envName,
      description: z.string().min(1).max(200),
      sensitive: z.boolean(),
      /** The plugin cannot work without it. */
      required: z.boolean(),
    }),
  ),
  /** Sent with every request, for example the version of the API. */
  headers: z.record(z.string(), z.string()).optional(),
  docs: z.url({ protocol: /^https$/ }),
  /** Absent: every customer has an own host, held in the variable that ends in `_URL`. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Provider in the public OpenAPI directory (APIs.guru). */
  openapi: z.string().min(1).optional(),
  recipes: z.array(z.enum(providerRecipes)).min(1),
  /** Page that states host and credentials. */
  source: z.url({ protocol: /^https$/ }),
});

export type CatalogueEntry = z.output<typeof catalogueEntrySchema>;
export type ProviderAlias = CatalogueEntry['aliases'][number];
export type ProviderAuth = z.output<typeof providerAuthSchema>;
export type ProviderCategory = CatalogueEntry['category'];
export type ProviderRecipe = CatalogueEntry['recipes'][number];
