import type { RunOf, Service } from './plugin-spec.js';

/** Name of the setting that may hold another address of the feed: `urlEnv`, or else made from the service's name. */
export const feedUrlEnv = (name: Service['name'], run: RunOf<'feed'>): string =>
  run.urlEnv ?? `${name.replace(/_feed$/, '').toUpperCase()}_FEED_URL`;
