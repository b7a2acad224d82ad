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
  // A header has one value; of several schemes that want the same header, only one can have it.
  const headers = names
    .filter((name) => !missing.includes(name))
    .map((name) => headerOf(spec.auth[name]));
  return missing.filter((name) => {
    const header = headerOf(spec.auth[name]);
    return header === undefined || !headers.includes(header);
  });
}

/** The header in which a scheme travels, lower case. */
function headerOf(scheme: AuthScheme | undefined): string | undefined {
  if (scheme === undefined) return undefined;
  if (scheme.type === 'header') return scheme.name.toLowerCase();
  if (scheme.type !== 'apiKey') return 'authorization';
  return scheme.in === 'header' ? scheme.name.toLowerCase() : undefined;
}

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
  if (scheme.in === 'query') return url.searchParams.getAll(scheme.name).includes(value);
  if (scheme.in === 'header') return header(scheme.name) === value;
  const cookies = (headers.cookie ?? '').split(';').map((part) => part.trim());
  return cookies.includes(`${scheme.name}=${encodeURIComponent(value)}`);
}
