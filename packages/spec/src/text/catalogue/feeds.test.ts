import { expect, it } from 'vitest';
import { catalogue } from './catalogue.js';
import { feedFor, isPattern, providerFeeds, providerFeedSchema } from './feeds.js';

it('has feeds of known providers only, and each fits the schema', () => {
  const ids = new Set(catalogue.map(({ id }) => id));
  for (const feed of providerFeeds) {
    expect(providerFeedSchema.safeParse(feed).error?.issues ?? []).toEqual([]);
    expect({ provider: feed.provider, isKnown: ids.has(feed.provider) }).toEqual({
      provider: feed.provider,
      isKnown: true,
    });
  }
});

it('finds the feed that tells about a thing', () => {
  expect(feedFor('github', ['new', 'releases'])?.url).toContain('releases.atom');
  expect(feedFor('github', ['commit'])?.url).toContain('commits.atom');
  expect(feedFor('github', ['issue'])).toBeUndefined();
  expect(feedFor('nobody', ['post'])).toBeUndefined();
});

it('tells an address from a pattern of one', () => {
  expect(isPattern(feedFor('github', ['release'])!)).toBe(true);
  expect(isPattern(feedFor('hackernews', ['stories'])!)).toBe(false);
  expect(isPattern(feedFor('nytimes', ['news'])!)).toBe(false);
});
