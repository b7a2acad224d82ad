import type { LockedPackage } from './read-lockfile.js';

/** Where the bytes of a package come from. */
export type PackageSource = 'registry' | 'other-registry' | 'git' | 'url' | 'file' | 'bundled';

/** Hosts that serve the same packages as the public registry. */
const PUBLIC_HOSTS = ['registry.npmjs.org', 'registry.yarnpkg.com'];

/**
 * Reads `resolved` of a lockfile. An address in the form of a registry counts as one of `registry` only on its host:
 * any server can serve `/lodash/-/lodash-4.17.21.tgz`.
 */
export function packageSource(
  { name, version, resolved, bundled }: LockedPackage,
  registry: string,
): PackageSource {
  if (bundled) return 'bundled';
  // npm leaves it out for its own registry when told to.
  if (resolved === undefined || resolved === '') return version === '' ? 'url' : 'registry';
  if (/^(?:git(?:\+\w+)?:|github:|gitlab:|bitbucket:|git@)/.test(resolved)) return 'git';
  if (/^(?:file:|\.|\/)/.test(resolved)) return 'file';
  const url = URL.canParse(resolved) ? new URL(resolved) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'url';
  if (url.pathname.endsWith('.git')) return 'git';
  const base = name.split('/').at(-1) ?? name;
  if (!decodeURIComponent(url.pathname).endsWith(`${name}/-/${base}-${version}.tgz`)) return 'url';
  const host = URL.canParse(registry) ? new URL(registry).host : '';
  const own = url.host === host || (PUBLIC_HOSTS.includes(host) && PUBLIC_HOSTS.includes(url.host));
  return own ? 'registry' : 'other-registry';
}
