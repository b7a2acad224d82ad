import type { PluginSpec } from '@plugwright/spec';
import type { DeclaredVariable } from './package-manifest.js';

/** The value that a setting has during verification: visible as a dummy, the same every time. */
export const dummyValue = (name: string): string =>
  `dummy-${name.toLowerCase().replace(/_/g, '-')}`;

/** Names of the variables that hold credentials in a spec. */
export function credentialNames(spec: PluginSpec): string[] {
  return Object.values(spec.auth).flatMap((scheme) => {
    if (scheme.type === 'basic') return [scheme.usernameEnv, scheme.passwordEnv];
    if (scheme.type === 'oauth2ClientCredentials')
      return [scheme.clientIdEnv, scheme.clientSecretEnv, scheme.refreshTokenEnv ?? []].flat();
    return [scheme.env];
  });
}

/** A value for a setting of which only the declaration is known; `undefined` for one that may be left out. */
export function valueFor(variable: DeclaredVariable): string | undefined {
  if (variable.default !== undefined) return variable.default;
  if (variable.required === false) return undefined;
  if (/^(?:number|integer)$/.test(variable.type)) return '1';
  if (variable.type === 'boolean') return 'true';
  // Nothing listens on the discard port.
  if (/UR[LI]$/.test(variable.name)) return 'http://127.0.0.1:9/';
  return dummyValue(variable.name);
}
