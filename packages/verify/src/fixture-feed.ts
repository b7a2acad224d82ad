import { feedUrlEnv, type PluginSpec } from '@plugwright/spec';
import type { FixtureAnswer } from './fixture-answer.js';

/** Settings that lead the feeds of a spec to the fixture server. */
export const feedSettings = (spec: PluginSpec, origin: string): Record<string, string> =>
  Object.fromEntries(
    spec.services.flatMap(({ name, run }) =>
      run.kind === 'feed'
        ? [[feedUrlEnv(name, run), `${origin}/feed/${encodeURIComponent(name)}`]]
        : [],
    ),
  );

/** A feed (RSS 2.0) with one entry, or 304 for who has seen it. */
export function feedAnswer(ifNoneMatch: string | undefined): FixtureAnswer {
  if (ifNoneMatch === ETAG) return { status: 304, headers: { etag: ETAG } };
  const item =
    '<item><guid>1</guid><title>An entry</title><link>https://feed.example/1</link></item>';
  return {
    status: 200,
    mediaType: 'application/rss+xml',
    headers: { etag: ETAG },
    body: `<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title>${item}</channel></rss>`,
  };
}

const ETAG = '"fixture"';
