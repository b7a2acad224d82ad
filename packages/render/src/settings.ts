import { type AuthScheme, feedUrlEnv, type PluginSpec, tokenUrlEnv } from '@plugwright/spec';
import { httpRunsOf } from './operation.js';

/** One setting of a plugin. */
export interface Setting {
  name: string;
  description: string;
  required: boolean;
  /** Its value never appears in a reply, a result or a log. */
  sensitive: boolean;
  default?: string;
}

/** Keys of `apis` that requests of the plugin use, in spec order. */
export function usedApis(spec: PluginSpec): string[] {
  const used = new Set(httpRunsOf(spec).map((run) => run.api));
  return Object.keys(spec.apis).filter((key) => used.has(key));
}

/** Auth schemes that requests of the plugin use, in spec order. */
export function usedAuth(spec: PluginSpec): [string, AuthScheme][] {
  const used = new Set(httpRunsOf(spec).flatMap((run) => run.auth.flat()));
  return Object.entries(spec.auth).filter(([key]) => used.has(key));
}

/** Whether the plugin sends requests at all, to an API or for a feed. */
export const usesHttp = (spec: PluginSpec): boolean =>
  usedApis(spec).length > 0 || spec.services.some(({ run }) => run.kind === 'feed');

/** Every setting that the plugin reads: those of the spec, then those that its APIs and credentials imply. */
export function settingsOf(spec: PluginSpec): Setting[] {
  const settings = new Map<string, Setting>();
  for (const { default: fallback, ...variable } of spec.environment)
    settings.set(variable.name, {
      ...variable,
      ...(fallback === undefined || fallback === '' ? {} : { default: fallback }),
    });
  const imply = (name: string, description: string, sensitive = false, required = false) => {
    const known = settings.get(name);
    if (known === undefined) settings.set(name, { name, description, required, sensitive });
    // A credential stays one, whatever the list of variables says.
    else if (sensitive) known.sensitive = true;
  };
  for (const [, scheme] of usedAuth(spec)) {
    if (scheme.type === 'basic') {
      imply(scheme.usernameEnv, 'User name');
      imply(scheme.passwordEnv, 'Password', true);
    } else if (scheme.type === 'oauth2ClientCredentials') {
      imply(scheme.clientIdEnv, 'OAuth2 client id');
      imply(scheme.clientSecretEnv, 'OAuth2 client secret', true);
      if (scheme.refreshTokenEnv !== undefined)
        imply(scheme.refreshTokenEnv, 'OAuth2 refresh token', true);
      imply(tokenUrlEnv(scheme), `Where access tokens come from, instead of ${scheme.tokenUrl}`);
    } else imply(scheme.env, scheme.type === 'bearer' ? 'Access token' : 'API key', true);
  }
  for (const { settings = [] } of httpRunsOf(spec))
    for (const { env, name } of settings) imply(env, `Value of ${name} in requests`, false, true);
  for (const key of usedApis(spec)) {
    const { baseUrl, baseUrlEnv } = spec.apis[key]!;
    if (baseUrl === undefined) imply(baseUrlEnv, 'Where the API is (base URL)', false, true);
    else imply(baseUrlEnv, `Where the API is, instead of ${baseUrl}`);
  }
  for (const { name, run } of spec.services) {
    if (run.kind !== 'feed') continue;
    const env = feedUrlEnv(name, run);
    if (run.url === undefined) imply(env, 'Where the feed is');
    else imply(env, `Where the feed is, instead of ${run.url}`);
  }
  return [...settings.values()];
}

/**
 * Required settings that belong to no API and no credential. Those are checked per request, so that a
 * missing key of one API does not switch off the others.
 */
export function generalRequired(spec: PluginSpec): string[] {
  const bound = new Set([
    ...httpRunsOf(spec).flatMap(({ settings = [] }) => settings.map(({ env }) => env)),
    ...Object.values(spec.apis).map((api) => api.baseUrlEnv),
    ...Object.values(spec.auth).flatMap(credentialsOf),
  ]);
  return settingsOf(spec)
    .filter(({ name, required, default: fallback }) => required && !fallback && !bound.has(name))
    .map(({ name }) => name);
}

/** The settings that a scheme takes its credentials from. */
export function credentialsOf(scheme: AuthScheme): string[] {
  if (scheme.type === 'basic') return [scheme.usernameEnv, scheme.passwordEnv];
  if (scheme.type !== 'oauth2ClientCredentials') return [scheme.env];
  return [scheme.clientIdEnv, scheme.clientSecretEnv, scheme.refreshTokenEnv ?? []].flat();
}
