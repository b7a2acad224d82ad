import { hasHidden } from '@plugwright/files';
import type { AuthScheme } from '../plugin-spec.js';
import { isReservedName } from '../reserved-names.js';
import { cleanLine, plainText, shortenText } from './plain-text.js';
import { wordsOf } from './naming.js';
import type { Reading } from './reading.js';
import type { Located } from './reference.js';
import { isRaw, own, ownRecord, ownText } from './value.js';

/** A variable that a scheme needs. */
export interface SecretVariable {
  name: string;
  description: string;
  sensitive: boolean;
}

export interface ReadScheme {
  id: string;
  scheme: AuthScheme;
  variables: SecretVariable[];
  /** Where the token comes from, when that is another host. */
  tokenUrl?: string;
}

/** The security of a document: its schemes by their name there, made when first asked for. */
export interface Security {
  /** The alternatives of one operation; `[]` alone: none is needed. */
  of(operation: Located): string[][];
  /** For documents that describe `Authorization` as a plain header parameter. */
  authorizationHeader(): string[][];
  /** The schemes that were asked for, in that order. */
  used(): ReadScheme[];
}

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
const MAX_ALTERNATIVES = 8;
const MAX_TOGETHER = 4;

export function createSecurity(
  reading: Reading,
  prefix: string,
  displayName: string,
  baseUrl: string | undefined,
): Security {
  const { document, references, report } = reading;
  const rootAt: Located = { value: document.root, pointer: '', file: document.main };
  const holder =
    document.version === '2.0' ? rootAt : (references.child(rootAt, 'components') ?? rootAt);
  const schemesAt = references.child(
    holder,
    document.version === '2.0' ? 'securityDefinitions' : 'securitySchemes',
  );
  const names = Object.keys(isRaw(schemesAt?.value) ? schemesAt.value : {});
  const made = new Map<string, ReadScheme | undefined>();
  const ids = new Set<string>();
  const envs = new Set<string>();

  const idFor = (name: string): string => {
    const base = wordsOf(name).join('-').slice(0, 40) || 'auth';
    const safe = /^[A-Za-z]/.test(base) && !isReservedName(base) ? base : `auth-${base}`;
    let id = safe;
    for (let n = 2; ids.has(id.toLowerCase()); n++) id = `${safe}-${n}`;
    ids.add(id.toLowerCase());
    return id;
  };
  const envFor = (suffix: string, name: string): string => {
    const plain = `${prefix}_${suffix}`;
    const words = wordsOf(name).join('_').toUpperCase().slice(0, 40);
    let env = envs.has(plain) && words !== '' ? `${prefix}_${words}_${suffix}` : plain;
    for (let n = 2; envs.has(env); n++) env = `${prefix}_${suffix}_${n}`;
    envs.add(env);
    return env;
  };

  const make = (name: string): ReadScheme | undefined => {
    const at = schemesAt === undefined ? undefined : references.child(schemesAt, name);
    if (at === undefined || !isRaw(at.value)) return undefined;
    const about = shortenText(plainText(ownText(at.value, 'description') ?? ''), 160);
    const made = schemeFrom(at, { name, about, displayName, baseUrl, envFor });
    if (made === undefined) {
      report.add(
        {
          code: 'PW_OPENAPI_SECURITY_UNSUPPORTED',
          message: `The security scheme ${JSON.stringify(cleanLine(name).slice(0, 80))} is of a kind that cannot be used.`,
          hint: 'Operations that offer no other scheme are called without one.',
        },
        at.pointer,
        at.file,
      );
      return undefined;
    }
    return { id: idFor(name), ...made };
  };
  const schemeNamed = (name: string): ReadScheme | undefined => {
    if (!made.has(name)) made.set(name, names.includes(name) ? make(name) : undefined);
    return made.get(name);
  };

  return {
    of(operation) {
      const listed = own(operation.value, 'security') ?? own(document.root, 'security');
      if (!Array.isArray(listed)) return [];
      const alternatives: string[][] = [];
      for (const requirement of listed.slice(0, MAX_ALTERNATIVES)) {
        if (!isRaw(requirement)) continue;
        const wanted = Object.keys(requirement);
        const schemes = wanted.map(schemeNamed);
        const usable = schemes.filter((scheme) => scheme !== undefined);
        if (usable.length < wanted.length || usable.length > MAX_TOGETHER) continue;
        alternatives.push(usable.map(({ id }) => id));
      }
      return alternatives;
    },
    authorizationHeader() {
      const name = 'Authorization header';
      if (!made.has(name)) {
        const env = envFor('AUTHORIZATION', '');
        made.set(name, {
          id: idFor('authorization'),
          scheme: { type: 'header', name: 'Authorization', prefix: '', env },
          variables: [
            {
              name: env,
              description: `The whole value of the Authorization header for ${displayName}.`,
              sensitive: true,
            },
          ],
        });
      }
      const scheme = made.get(name);
      return scheme === undefined ? [] : [[scheme.id]];
    },
    used: () => [...made.values()].filter((scheme) => scheme !== undefined),
  };
}

interface SchemeContext {
  name: string;
  about: string;
  displayName: string;
  baseUrl: string | undefined;
  envFor(suffix: string, name: string): string;
}

function schemeFrom(at: Located, context: SchemeContext): Omit<ReadScheme, 'id'> | undefined {
  const { name, about, displayName, envFor } = context;
  const raw = at.value;
  const type = ownText(raw, 'type')?.toLowerCase();
  const describe = (what: string) =>
    shortenText(`${what} for ${displayName}.${about === '' ? '' : ` ${about}`}`, 400);
  const secret = (env: string, what: string): SecretVariable => ({
    name: env,
    description: describe(what),
    sensitive: true,
  });
  const bearer = (what: string, suffix: string) => {
    const env = envFor(suffix, name);
    return { scheme: { type: 'bearer' as const, env }, variables: [secret(env, what)] };
  };
  if (type === 'apikey') {
    const place = ownText(raw, 'in')?.toLowerCase();
    const key = ownText(raw, 'name')?.trim() ?? '';
    if (
      (place !== 'header' && place !== 'query' && place !== 'cookie') ||
      !HEADER_NAME.test(place === 'query' ? 'x' : key) ||
      isReservedName(key)
    )
      return undefined;
    if (key === '' || key.length > 128 || /\s/.test(key) || hasHidden(key)) return undefined;
    const env = envFor('API_KEY', name);
    const what = /^authorization$/i.test(key)
      ? 'The whole value of the Authorization header'
      : 'API key';
    return {
      scheme: { type: 'apiKey', in: place, name: key, env },
      variables: [secret(env, what)],
    };
  }
  if (type === 'basic' || (type === 'http' && ownText(raw, 'scheme')?.toLowerCase() === 'basic')) {
    const usernameEnv = envFor('USERNAME', name);
    const passwordEnv = envFor('PASSWORD', name);
    return {
      scheme: { type: 'basic', usernameEnv, passwordEnv },
      variables: [
        // A user name is often the key itself (Stripe, Mailgun), so it is treated as a secret as well.
        secret(usernameEnv, 'User name'),
        secret(passwordEnv, 'Password'),
      ],
    };
  }
  if (type === 'http') {
    const scheme = ownText(raw, 'scheme') ?? '';
    if (scheme.toLowerCase() === 'bearer') return bearer('Bearer token', 'TOKEN');
    // These compute a proof from each request; a fixed header cannot stand in for it.
    if (
      !/^[A-Za-z][A-Za-z0-9-]{0,40}$/.test(scheme) ||
      /^(?:digest|hoba|mutual|negotiate|scram-.*|dpop|vapid)$/i.test(scheme)
    )
      return undefined;
    const env = envFor('TOKEN', name);
    return {
      scheme: { type: 'header', name: 'Authorization', prefix: `${scheme} `, env },
      variables: [secret(env, `Credentials of the scheme ${scheme}`)],
    };
  }
  if (type === 'oauth2')
    return oauth2(raw, context, secret) ?? bearer('OAuth 2 access token', 'ACCESS_TOKEN');
  if (type === 'openidconnect') return bearer('OpenID Connect access token', 'ACCESS_TOKEN');
  return undefined;
}

/** The client credentials flow needs no person; all others end in a token that somebody has to fetch. */
function oauth2(
  raw: unknown,
  { name, baseUrl, envFor }: SchemeContext,
  secret: (env: string, what: string) => SecretVariable,
): Omit<ReadScheme, 'id'> | undefined {
  const swagger = ownText(raw, 'flow') === 'application';
  const flow = swagger ? raw : own(own(raw, 'flows'), 'clientCredentials');
  const address = ownText(flow, 'tokenUrl')?.trim();
  if (address === undefined || !URL.canParse(address, baseUrl)) return undefined;
  const url = new URL(address, baseUrl);
  if (
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    /[{}]|%7b/i.test(url.href)
  )
    return undefined;
  if (url.href.length > 2000 || !/^[A-Za-z0-9.:-]+$/.test(url.host)) return undefined;
  const clientIdEnv = envFor('CLIENT_ID', name);
  const clientSecretEnv = envFor('CLIENT_SECRET', name);
  // RFC 6749, 3.3: printable ASCII without space, quote and backslash.
  const scopes = Object.keys(ownRecord(flow, 'scopes')).filter((scope) =>
    /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/.test(scope),
  );
  return {
    scheme: {
      type: 'oauth2ClientCredentials',
      tokenUrl: url.href,
      clientIdEnv,
      clientSecretEnv,
      // Asking for every scope is refused by most servers; few scopes are meant to be asked for.
      scopes: scopes.length <= 4 ? scopes : [],
    },
    variables: [
      secret(clientIdEnv, 'OAuth 2 client id'),
      secret(clientSecretEnv, 'OAuth 2 client secret'),
    ],
    tokenUrl: url.href,
  };
}
