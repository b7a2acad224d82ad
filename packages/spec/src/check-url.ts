import { isPublicAddress } from '@plugwright/safe-fetch/public-address';
import type { Report } from './check-report.js';
import type { PluginSpec } from './plugin-spec.js';

/** A URL that requests go to: no credentials, permitted host, better not a private address. */
export function checkUrl(
  text: string,
  path: string,
  spec: PluginSpec,
  report: Report,
  { isBase = false }: { isBase?: boolean } = {},
): void {
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    report(
      'PW_SPEC_URL_CREDENTIALS',
      path,
      'The URL holds a user name or a password.',
      'Remove them, and describe them under auth as a scheme of type basic.',
    );
  if (isBase && /[?#]/.test(text))
    report(
      'PW_SPEC_FORMAT',
      path,
      'A base URL ends before "?" and "#", since paths are put behind it.',
      'Move fixed query values to "query" of the requests.',
    );
  if (isPrivateHost(url.hostname))
    report(
      'PW_SPEC_URL_PRIVATE',
      path,
      `"${url.hostname}" is a private or local address, which only this network can reach.`,
      'Use the public address, and set the other one with the variable of the base URL.',
      'warning',
    );
  if (!spec.permissions.hosts.some(({ host }) => hostMatches(host, url)))
    report(
      'PW_SPEC_HOST_UNDECLARED',
      path,
      `The host "${url.host}" is not among the permissions.`,
      `Add to permissions.hosts: { host: ${url.host}, reason: … }.`,
    );
}

/** Whether a permitted host covers a URL. `*.` stands for one or more labels; without a port, any port. */
export function hostMatches(permitted: string, url: URL): boolean {
  const [, host = '', port] =
    /^(.*?)(?::(\d+))?$/.exec(permitted.toLowerCase().replace(/\.(?=:|$)/, '')) ?? [];
  const actual = url.hostname.replace(/\.$/, '');
  const actualPort = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (port !== undefined && port !== actualPort) return false;
  return host.startsWith('*.') ? actual.endsWith(host.slice(1)) : actual === host;
}

const PRIVATE_NAMES = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa)$/i;

/** Loopback, private, link-local (cloud metadata) and other addresses outside the public internet (IANA special-purpose registries). */
export function isPrivateHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  // A name is none by its looks already; the library's patterns are costly when cold.
  if (!/:|^[\d.]+$/.test(bare)) return PRIVATE_NAMES.test(bare);
  return !isPublicAddress(bare);
}
