import type { AuthScheme, HttpRun, PluginSpec } from '@plugwright/spec';
import { dummyValue } from './dummy-values.js';
import type { FixtureRequest } from './fixture-parameter.js';
import { tokenOf } from './fixture-token.js';

/** Why a request does not prove who it is; `undefined` when it does, or need not. */
export function authProblem(
  spec: PluginSpec,
  run: HttpRun,
  request: FixtureRequest,
): string | undefined {
  if (run.auth.length === 0) return undefined;
  const ways = run.auth.map((names) => missingOf(spec, names, request));
  if (ways.some((missing) => missing.length === 0)) return undefined;
  return `authentication is missing or wrong: ${ways.map((names) => names.join(' and ')).join(', or ')}`;
}

/** Schemes of one alternative that the request does not satisfy. */
function missingOf(spec: PluginSpec, names: readonly string[], request: FixtureRequest): string[] {
  const missing = names.filter((name) => {
    const scheme = spec.auth[name];
    return scheme === undefined || !proves(scheme, request);
  });
  // There is one Authorization header; of several schemes that want it, only one can have it.
  const sharing = names.filter((name) => usesAuthorization(spec.auth[name]));
  const satisfied = sharing.some((name) => !missing.includes(name));
  return satisfied ? missing.filter((name) => !sharing.includes(name)) : missing;
}

function usesAuthorization(scheme: AuthScheme | undefined): boolean {
  if (scheme?.type === 'apiKey') return scheme.in === 'header' && isAuthorization(scheme.name);
  if (scheme?.type === 'header') return isAuthorization(scheme.name);
  return scheme !== undefined;
}

const isAuthorization = (name: string) => name.toLowerCase() === 'authorization';

/** Names that credentials have in the query. */
export function credentialQueryNames(spec: PluginSpec, run: HttpRun): string[] {
  return run.auth.flat().flatMap((name) => {
    const scheme = spec.auth[name];
    return scheme?.type === 'apiKey' && scheme.in === 'query' ? [scheme.name] : [];
  });
}

function proves(scheme: AuthScheme, { headers, url }: FixtureRequest): boolean {
  const { authorization } = headers;
  const header = (wanted: string) => headers[wanted.toLowerCase()];
  if (scheme.type === 'bearer') return authorization === `Bearer ${dummyValue(scheme.env)}`;
  if (scheme.type === 'oauth2ClientCredentials')
    return authorization === `Bearer ${tokenOf(scheme)}`;
  if (scheme.type === 'header') {
    return header(scheme.name) === `${scheme.prefix}${dummyValue(scheme.env)}`;
  }
  if (scheme.type === 'basic') {
    const pair = `${dummyValue(scheme.usernameEnv)}:${dummyValue(scheme.passwordEnv)}`;
    return authorization === `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const value = dummyValue(scheme.env);
  if (scheme.in === 'query') return url.searchParams.get(scheme.name) === value;
  if (scheme.in === 'header') return header(scheme.name) === value;
  const cookies = (headers.cookie ?? '').split(';').map((part) => part.trim());
  return cookies.includes(`${scheme.name}=${encodeURIComponent(value)}`);
}
