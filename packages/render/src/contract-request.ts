import {
  type AuthScheme,
  type Binding,
  boundRun,
  type HttpRun,
  type PluginSpec,
  settingParameter,
} from '@plugwright/spec';

/**
 * What a request must look like when it arrives. Written from the OpenAPI rules (3.1, 4.8.12) on its
 * own, without a look at the code that the plugin sends requests with, so that a mistake there is
 * found by the plugin's tests.
 */
export interface ExpectedRequest {
  method: string;
  path: string;
  query: [string, string][];
  headers: Record<string, string>;
  cookies: Record<string, string>;
  body?: ExpectedBody;
}

export type ExpectedBody =
  | { kind: 'json'; value: unknown }
  | { kind: 'form' | 'multipart'; fields: [string, string][] }
  | { kind: 'text'; value: string }
  | { kind: 'binary'; base64: string };

type Input = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const members = (value: Record<string, unknown>) =>
  Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
const asText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

/** The test's value of a setting. */
export const settingValue = (name: string): string => `value-of-${name}`;

/** The request for `input` with the first alternative of `auth`. */
export function expectedRequest(
  spec: PluginSpec,
  given: HttpRun,
  said: Input,
  accessToken: string,
): ExpectedRequest {
  const run = boundRun(given);
  const fixed = (given.settings ?? []).map(({ env }) => [settingParameter(env), settingValue(env)]);
  const input: Input = { ...said, ...Object.fromEntries(fixed) };
  const at = (place: Binding['in']) =>
    run.bind.filter(
      (binding) =>
        binding.in === place &&
        input[binding.parameter] !== undefined &&
        input[binding.parameter] !== null,
    );
  const value = (binding: Binding) => input[binding.parameter];
  const request: ExpectedRequest = {
    method: run.method,
    path: expectedPath(spec, run, input),
    query: [
      ...Object.entries(run.query),
      ...at('query').flatMap((binding) => queryPairs(binding, value(binding))),
    ],
    headers: {},
    cookies: Object.fromEntries(
      at('cookie').map((binding) => [binding.name, delimited(value(binding), binding.json)]),
    ),
  };
  const header = (name: string, text: string) => {
    if (!HOP_BY_HOP.has(name.toLowerCase())) request.headers[name.toLowerCase()] = text;
  };
  for (const [name, text] of Object.entries(spec.apis[run.api]?.headers ?? {})) header(name, text);
  for (const [name, text] of Object.entries(run.headers)) header(name, text);
  for (const binding of at('header')) {
    const given = value(binding);
    header(
      binding.name,
      binding.explode === true && isObject(given) && binding.json !== true
        ? members(given)
            .map(([key, member]) => `${key}=${asText(member)}`)
            .join(',')
        : delimited(given, binding.json),
    );
  }
  for (const name of run.auth[0] ?? []) authorize(spec.auth[name], request, accessToken);
  const body = run.method === 'GET' || run.method === 'HEAD' ? undefined : bodyOf(run, input);
  return body === undefined ? request : { ...request, body };
}

// What the HTTP client owns; the plugin does not send these.
const HOP_BY_HOP = new Set(
  'connection content-length expect host keep-alive te trailer transfer-encoding upgrade cookie'.split(
    ' ',
  ),
);

function expectedPath(spec: PluginSpec, run: HttpRun, input: Input): string {
  const base = new URL(spec.apis[run.api]?.baseUrl ?? 'http://localhost/').pathname;
  const filled = run.path.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const binding = run.bind.find((one) => one.in === 'path' && one.name === name);
    return binding === undefined ? whole : segment(binding, input[binding.parameter]);
  });
  return `${base.replace(/\/$/, '')}${filled}`;
}

function segment(binding: Binding, value: unknown): string {
  const { style, explode = false, name } = binding;
  const enc = (part: unknown) => encodeURIComponent(asText(part));
  if (binding.json === true) return encodeURIComponent(JSON.stringify(value));
  const parts = Array.isArray(value)
    ? value.map(enc)
    : isObject(value)
      ? members(value).flatMap(([key, member]) =>
          explode ? [`${enc(key)}=${enc(member)}`] : [enc(key), enc(member)],
        )
      : [enc(value)];
  if (style === 'label') return `.${parts.join(explode ? '.' : ',')}`;
  if (style !== 'matrix') return parts.join(',');
  if (!explode || !(Array.isArray(value) || isObject(value)))
    return `;${encodeURIComponent(name)}=${parts.join(',')}`;
  return isObject(value)
    ? `;${parts.join(';')}`
    : parts.map((part) => `;${encodeURIComponent(name)}=${part}`).join('');
}

/** Lists with commas, objects as `key,value`. */
function delimited(value: unknown, json: boolean | undefined, by = ','): string {
  if (json === true) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(asText).join(by);
  if (isObject(value))
    return members(value)
      .flatMap(([key, member]) => [key, asText(member)])
      .join(by);
  return asText(value);
}

/** Decoded pairs, as a server's query parser gives them. */
function queryPairs(binding: Binding, value: unknown): [string, string][] {
  const { name, style = 'form', json } = binding;
  if (json === true) return [[name, JSON.stringify(value)]];
  if (value === null || value === undefined) return [];
  if (style === 'deepObject') return deepPairs(name, value);
  if (!Array.isArray(value) && !isObject(value)) return [[name, asText(value)]];
  const entries = isObject(value) ? members(value) : value;
  if (entries.length === 0) return [];
  if (style === 'form' && binding.explode !== false)
    return Array.isArray(value)
      ? value.map((item): [string, string] => [name, asText(item)])
      : members(value).map(([key, member]): [string, string] => [key, asText(member)]);
  const by = { spaceDelimited: ' ', pipeDelimited: '|' }[style as string] ?? ',';
  return [[name, delimited(value, false, by)]];
}

function deepPairs(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value))
    return value.flatMap((item, n) =>
      deepPairs(isObject(item) || Array.isArray(item) ? `${name}[${n}]` : `${name}[]`, item),
    );
  if (!isObject(value)) return [[name, asText(value)]];
  return members(value).flatMap(([key, member]) => deepPairs(`${name}[${key}]`, member));
}

function authorize(
  scheme: AuthScheme | undefined,
  request: ExpectedRequest,
  accessToken: string,
): void {
  if (scheme === undefined) return;
  const { headers } = request;
  if (scheme.type === 'bearer') headers['authorization'] = `Bearer ${settingValue(scheme.env)}`;
  else if (scheme.type === 'oauth2ClientCredentials')
    headers['authorization'] = `Bearer ${accessToken}`;
  else if (scheme.type === 'basic') {
    const pair = `${settingValue(scheme.usernameEnv)}:${settingValue(scheme.passwordEnv)}`;
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else if (scheme.type === 'header')
    headers[scheme.name.toLowerCase()] = `${scheme.prefix}${settingValue(scheme.env)}`;
  else if (scheme.in === 'header') headers[scheme.name.toLowerCase()] = settingValue(scheme.env);
  else if (scheme.in === 'query') request.query.push([scheme.name, settingValue(scheme.env)]);
  else request.cookies[scheme.name] = settingValue(scheme.env);
}

const canonicalBase64 = (value: unknown): string =>
  Buffer.from(asText(value), 'base64').toString('base64');

function bodyOf(run: HttpRun, input: Input): ExpectedBody | undefined {
  const { body } = run;
  if (body === undefined) return undefined;
  const bindings = run.bind.filter(
    (binding) => binding.in === 'body' && input[binding.parameter] !== undefined,
  );
  const whole = body.parameter === undefined ? undefined : input[body.parameter];
  if (whole !== undefined) return wholeBody(body.encoding, whole);
  if (body.parameter !== undefined || (bindings.length === 0 && !body.required)) return undefined;
  if (body.encoding === 'form')
    return {
      kind: 'form',
      fields: bindings.flatMap((binding) => queryPairs(binding, input[binding.parameter])),
    };
  if (body.encoding === 'multipart')
    return {
      kind: 'multipart',
      fields: bindings.flatMap((binding) => parts(binding, input[binding.parameter])),
    };
  const object = Object.fromEntries(
    bindings.map((binding) => {
      const value = input[binding.parameter];
      return [binding.name, binding.json === true ? JSON.stringify(value) : value];
    }),
  );
  return body.encoding === 'json'
    ? { kind: 'json', value: object }
    : { kind: 'text', value: JSON.stringify(object) };
}

function wholeBody(encoding: string, value: unknown): ExpectedBody {
  if (encoding === 'json') return { kind: 'json', value };
  if (encoding === 'text') return { kind: 'text', value: asText(value) };
  if (encoding === 'binary') return { kind: 'binary', base64: canonicalBase64(value) };
  const entries = isObject(value) ? Object.entries(value) : [];
  const fields = entries.flatMap(([name, member]) => {
    const binding: Binding = { parameter: name, in: 'body', name };
    return encoding === 'form' ? queryPairs(binding, member) : parts(binding, member);
  });
  return { kind: encoding === 'form' ? 'form' : 'multipart', fields };
}

function parts(binding: Binding, value: unknown): [string, string][] {
  if (value === null) return [];
  const items: unknown[] = Array.isArray(value) && binding.json !== true ? value : [value];
  return items.map((item) => [
    binding.name,
    binding.binary === true ? canonicalBase64(item) : asText(item),
  ]);
}
