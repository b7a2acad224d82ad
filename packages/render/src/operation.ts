import {
  type Action,
  boundRun,
  type HttpRun,
  type Parameter,
  type PluginSpec,
  settingParameter,
} from '@plugwright/spec';
import { schemaTypes } from './schema-types.js';

/** Every HTTP request that the plugin can make. */
export function httpRunsOf(spec: PluginSpec): HttpRun[] {
  const runs: { kind: string }[] = [
    ...spec.actions.map(({ run }) => requestOf(run) ?? run),
    ...spec.actions.flatMap(({ run }) => (run.kind === 'compute' && run.rates ? [run.rates] : [])),
    ...spec.providers.map((provider) => provider.run),
    ...spec.services.map(({ run }) => (run.kind === 'poll' ? run.request : run)),
    ...spec.models.map((model) => model.run),
    ...(spec.lazy?.operations ?? []).map((operation) => operation.run),
  ];
  return runs.filter((run): run is HttpRun => run.kind === 'http');
}

/** The HTTP request under a GraphQL, JSON-RPC or MCP call: one JSON body, the parameter `request`. */
export function requestOf(run: Action['run']): HttpRun | undefined {
  if (run.kind !== 'graphql' && run.kind !== 'jsonrpc' && run.kind !== 'mcp') return undefined;
  const mcp = run.kind === 'mcp';
  return {
    kind: 'http',
    api: run.api,
    method: 'POST',
    path: run.path,
    bind: [],
    // A server may choose how it answers (MCP, streamable HTTP).
    headers: mcp ? { Accept: 'application/json, text/event-stream' } : {},
    query: {},
    body: {
      mediaType: 'application/json',
      encoding: 'json',
      parameter: 'request',
      required: true,
    },
    auth: run.auth,
    response: { status: 200, kind: mcp ? 'text' : 'json', mediaType: 'application/json' },
  };
}

// `fetch` sets these itself, and refuses or ignores ours.
const UNSENDABLE = new Set(
  'connection content-length expect host keep-alive te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
);
const sendable = (header: string) => !UNSENDABLE.has(header.toLowerCase());

/** A body is not sent with these (RFC 9110, 9.3.1); `fetch` refuses to. */
const takesBody = (method: string) => method !== 'GET' && method !== 'HEAD';

/**
 * The plain data that the plugin's `src/lib/http.ts` understands (its type `Operation`); defaults are
 * left out, and what can make no difference for input with these `parameters`.
 */
export function operationLiteral(
  spec: PluginSpec,
  run: HttpRun,
  parameters: readonly Parameter[] = [],
): Record<string, unknown> {
  const envs = new Map((run.settings ?? []).map(({ env }) => [settingParameter(env), env]));
  const bind = boundRun(run)
    .bind.filter(
      (binding) =>
        (binding.in !== 'body' || takesBody(run.method)) &&
        (binding.in !== 'header' || sendable(binding.name)),
    )
    .map((binding) => {
      const setting = envs.get(binding.parameter);
      return setting === undefined ? binding : { ...binding, setting };
    });
  const headers = Object.entries(run.headers).filter(([name]) => sendable(name));
  return withoutEmpty({
    api: run.api,
    method: run.method,
    path: run.path,
    bind,
    headers: Object.fromEntries(headers),
    query: run.query,
    body: takesBody(run.method) ? bodyOf(run, parameters) : undefined,
    auth: run.auth,
    response: withoutEmpty({
      kind: run.method === 'HEAD' ? 'empty' : run.response.kind,
      mediaType: run.response.mediaType,
      types: run.response.schema && schemaTypes(run.response.schema, spec.schemas),
    }),
    pick: run.pick,
    pagination: run.pagination,
  });
}

/** That a body must be sent goes without saying where a value of it is always there. */
function bodyOf(
  { bind, body }: HttpRun,
  parameters: readonly Parameter[],
): HttpRun['body'] | Omit<NonNullable<HttpRun['body']>, 'required'> {
  if (body === undefined) return undefined;
  const { required, ...rest } = body;
  const always = new Set(parameters.filter((one) => one.required).map(({ name }) => name));
  const sent = bind.some(({ in: place, parameter }) => place === 'body' && always.has(parameter));
  return required && body.parameter === undefined && !sent ? body : rest;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const withoutEmpty = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => !isEmpty(member)));
