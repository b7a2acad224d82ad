import type { PluginSpec } from '@plugwright/spec';
import type { MeantHost } from './observe/observe-network.js';

/**
 * The host that a request to the fixture server stands for: that of the API, feed or token address in the spec.
 * `null` when only a setting says where it is: the owner of the agent decides then.
 */
export function meantHost(spec: PluginSpec | undefined, origin: string | undefined): MeantHost {
  if (spec === undefined || origin === undefined) return () => undefined;
  return (url) => {
    if (url.origin !== origin) return undefined;
    const [, kind, id = ''] = url.pathname.split('/').map(decodeURIComponent);
    if (kind === 'api') return hostOf(spec.apis[id]?.baseUrl);
    if (kind === 'token') {
      const scheme = spec.auth[id];
      return hostOf(scheme?.type === 'oauth2ClientCredentials' ? scheme.tokenUrl : undefined);
    }
    const feed = spec.services.find(({ name }) => name === id)?.run;
    return hostOf(feed?.kind === 'feed' ? feed.url : undefined);
  };
}

const hostOf = (url: string | undefined): string | null =>
  url === undefined || !URL.canParse(url) ? null : new URL(url).host;
