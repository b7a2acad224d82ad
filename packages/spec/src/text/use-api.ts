import type { Mention } from './entities.js';
import { addHost, addVariable, ask, assume, because, note, type SpecDraft } from './spec-draft.js';

/** What a request of this provider needs. */
export interface ApiUse {
  api: string;
  auth: string[][];
  /** Path of a quoted URL: what the text itself says is asked for. */
  path?: string;
  /** Values of the quoted URL's query. */
  query?: Record<string, string>;
}

const envStem = (name: string) => {
  const stem = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase()
    .slice(0, 40);
  return /^[A-Z]/.test(stem) ? stem : `API_${stem}`;
};

/** Declares a provider's API, credentials, variables and hosts, once, and says how requests use them. */
export function useApi(draft: SpecDraft, mention: Mention): ApiUse {
  const use = mention.entry ? knownApi(draft, mention, mention.entry) : unknownApi(draft, mention);
  if (mention.url === undefined || mention.source !== 'quoted') return use;
  const url = new URL(mention.url);
  if (url.pathname === '/' && url.search === '') return use;
  // A known base URL already holds the first part of the path.
  const base = draft.apis[use.api]?.baseUrl;
  const prefix = base === undefined ? '' : new URL(base).pathname.replace(/\/$/, '');
  const decoded = url.pathname.replaceAll('%7B', '{').replaceAll('%7D', '}');
  const path = decoded.startsWith(`${prefix}/`) ? decoded.slice(prefix.length) : decoded;
  const looksDocument =
    /\.(?:json|ya?ml|html?|md)$|\/docs?\b|\/reference\b/i.test(url.pathname) ||
    /^(?:docs|developers?)\./.test(url.hostname);
  return {
    ...use,
    ...(!looksDocument && path !== '/' && { path }),
    query: Object.fromEntries([...url.searchParams].slice(0, 32)),
  };
}

function knownApi(
  draft: SpecDraft,
  mention: Mention,
  entry: NonNullable<Mention['entry']>,
): ApiUse {
  const api = entry.id;
  const own = because('catalogue', mention.confidence, mention.span);
  if (Object.hasOwn(draft.apis, api)) return { api, auth: authOf(draft, api) };
  const stem = envStem(entry.id);
  const secretInPath = entry.auth.find(({ type }) => type === 'path');
  const given = entry.env.find(({ name, sensitive }) => !sensitive && name.endsWith('_URL'));
  const baseUrlEnv = given?.name ?? `${stem}_BASE_URL`;
  // A key that is part of the path cannot be sent by an auth scheme, so the whole address is the setting.
  const baseUrl = secretInPath ? undefined : entry.baseUrl;
  draft.apis[api] = {
    ...(baseUrl !== undefined && { baseUrl }),
    baseUrlEnv,
    headers: entry.headers ?? {},
  };
  note(draft, `/apis/${api}`, entry.id, own);
  if (baseUrl !== undefined) {
    note(draft, `/apis/${api}/baseUrl`, baseUrl, own);
    addHost(draft, new URL(baseUrl).host, `${entry.name} answers there.`);
  } else
    for (const host of entry.hosts.slice(0, 1))
      addHost(draft, host, `${entry.name} answers there.`);
  addVariable(
    draft,
    secretInPath
      ? {
          name: baseUrlEnv,
          description: `Address of ${entry.name} with the key in it: ${entry.baseUrl ?? ''}${secretInPath.type === 'path' ? secretInPath.template.replace('{key}', `<${secretInPath.env}>`) : ''}`,
          sensitive: true,
          required: true,
        }
      : {
          name: baseUrlEnv,
          description:
            given?.description ?? `Another address of ${entry.name}, for tests and mirrors.`,
          ...(baseUrl === undefined && { required: true }),
        },
    `Where ${entry.name} answers.`,
    given ? own : because('rule', 0.9),
  );
  const schemes = entry.auth.flatMap((scheme) => (scheme.type === 'path' ? [] : [scheme]));
  for (const [index, scheme] of schemes.entries()) {
    const key = schemes.length === 1 ? api : `${api}-${index + 1}`;
    draft.auth[key] = scheme;
    note(draft, `/auth/${key}`, scheme.type, own);
    for (const name of variablesOf(scheme)) {
      const known = entry.env.find((variable) => variable.name === name);
      addVariable(
        draft,
        {
          name,
          description: known?.description ?? `Credential for ${entry.name}.`,
          required: known?.required ?? true,
          sensitive:
            !(scheme.type === 'basic' && name === scheme.usernameEnv) ||
            (known?.sensitive ?? false),
        },
        `Sent with requests to ${entry.name}.`,
        own,
      );
    }
    if (scheme.type === 'oauth2ClientCredentials')
      addHost(draft, new URL(scheme.tokenUrl).host, `${entry.name} gives tokens there.`);
  }
  return { api, auth: authOf(draft, api) };
}

type Scheme = SpecDraft['auth'][string];

function variablesOf(scheme: Scheme): string[] {
  if (scheme.type === 'basic') return [scheme.usernameEnv, scheme.passwordEnv];
  if (scheme.type === 'oauth2ClientCredentials')
    return [scheme.clientIdEnv, scheme.clientSecretEnv, scheme.refreshTokenEnv ?? []].flat();
  return [scheme.env];
}

/** All schemes of an API are sent together. */
function authOf(draft: SpecDraft, api: string): string[][] {
  const keys = Object.keys(draft.auth).filter(
    (key) => key === api || new RegExp(`^${api.replace(/[.-]/g, '\\$&')}-\\d$`).test(key),
  );
  return keys.length === 0 ? [] : [keys];
}

/** A name nobody knows: address and key are settings, and said to be guesses. */
function unknownApi(draft: SpecDraft, mention: Mention): ApiUse {
  const api = mention.id;
  if (Object.hasOwn(draft.apis, api)) return { api, auth: authOf(draft, api) };
  const stem = envStem(
    mention.name
      .replace(/\.(?:com|org|net|io|ai|dev|app|co|host)$/i, '')
      .replace(/^(?:www|api)\./i, ''),
  );
  const baseUrlEnv = `${stem}_BASE_URL`;
  const quoted = mention.url === undefined ? undefined : new URL(mention.url);
  const baseUrl = quoted && !isLocal(quoted.hostname) ? quoted.origin : undefined;
  draft.apis[api] = { ...(baseUrl !== undefined && { baseUrl }), baseUrlEnv };
  note(
    draft,
    `/apis/${api}`,
    mention.name,
    because(
      mention.source,
      mention.source === 'assumed' ? Math.min(mention.confidence, 0.55) : mention.confidence,
      mention.span,
    ),
  );
  addVariable(
    draft,
    {
      name: baseUrlEnv,
      description: `Address of the ${mention.name} API${quoted && baseUrl === undefined ? `, for example ${quoted.origin}` : ''}.`,
      ...(baseUrl === undefined && { required: true }),
    },
    `Where ${mention.name} answers.`,
    because(
      baseUrl === undefined ? 'assumed' : 'rule',
      baseUrl === undefined ? 0.4 : 0.9,
      mention.span,
    ),
  );
  if (quoted && baseUrl !== undefined) {
    note(draft, `/apis/${api}/baseUrl`, baseUrl, because('quoted', 0.95, mention.span));
    addHost(draft, quoted.host, 'The request names this address.');
    if (mention.confidence < 0.9)
      assume(
        draft,
        `/apis/${api}/baseUrl`,
        baseUrl,
        `The API answers under ${baseUrl}.`,
        mention.span,
      );
  }
  return { api, auth: keyOf(draft, api, stem, mention, quoted !== undefined) };
}

const isLocal = (host: string) => /^(?:localhost|127\.|\[|10\.|192\.168\.|0\.)|\.local$/.test(host);

/** A variable that the text names, or `${BRAND}_API_KEY` as a guess; a quoted URL alone needs none. */
function keyOf(
  draft: SpecDraft,
  api: string,
  stem: string,
  mention: Mention,
  quoted: boolean,
): string[][] {
  const named = draft.parsed.verbatims.find(
    ({ kind, value }) =>
      kind === 'env' && /(?:KEY|TOKEN|SECRET|PASSWORD)$/.test(value.replace(/[${}]/g, '')),
  );
  const wants =
    /\b(?:api[- ]?keys?|tokens? (?:is|from|in)|access token|bearer|secret|credentials?|authenticat\w+)\b/i.test(
      draft.parsed.text,
    );
  if (!named && quoted && !wants) return [];
  const env = named?.value.replace(/[${}]/g, '') ?? `${stem}_API_KEY`;
  draft.auth[api] = { type: 'bearer', env };
  addVariable(
    draft,
    {
      name: env,
      description: `Key for ${mention.name}.`,
      required: named !== undefined,
      sensitive: true,
    },
    `Sent with requests to ${mention.name}.`,
    named ? because('quoted', 0.95, named.span) : because('assumed', 0.4, mention.span),
  );
  assume(
    draft,
    `/auth/${api}`,
    { type: 'bearer', env },
    `${mention.name} takes the key in ${env} as a bearer token.`,
    mention.span,
  );
  if (!quoted)
    ask(draft, {
      id: `api:${api}`,
      text: `Where does ${mention.name} answer (base URL)? It is not in the catalogue.`,
      path: `/apis/${api}/baseUrl`,
      choices: [],
      fallback: `the setting ${stem}_BASE_URL`,
    });
  return [[api]];
}
