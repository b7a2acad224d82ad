import * as z from 'zod';
import { singular } from '../lemma.js';
import feeds from './data/feeds.json' with { type: 'json' };

/** A feed that a provider offers without credentials. */
export const providerFeedSchema = z.strictObject({
  provider: z.string().regex(/^[a-z0-9]+$/),
  /** What its entries are, in the singular. */
  about: z.array(z.string().regex(/^[a-z]+$/)).min(1),
  /** Words in capitals stand for what only the reader knows. */
  url: z.url({ protocol: /^https$/ }),
  source: z.url({ protocol: /^https$/ }),
});

export type ProviderFeed = z.output<typeof providerFeedSchema>;

export const providerFeeds: readonly ProviderFeed[] = feeds;

/** The feed of a provider that tells about one of these things. */
export function feedFor(provider: string, words: readonly string[]): ProviderFeed | undefined {
  const things = new Set(words.map((word) => singular(word.toLowerCase())));
  return providerFeeds.find(
    (feed) => feed.provider === provider && feed.about.some((word) => things.has(word)),
  );
}

/** Whether the address has parts to fill in. */
export const isPattern = ({ url }: ProviderFeed): boolean =>
  /(?<![a-z])[A-Z][A-Z_]{2,}\b/.test(url);
