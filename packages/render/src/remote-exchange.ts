import type { Action, HttpRun } from '@plugwright/spec';
import { requestOf } from './operation.js';

/** What a GraphQL or JSON-RPC action must send for some input, and what comes back. */
export interface RemoteExchange {
  request: HttpRun;
  /** The JSON body. */
  body: Record<string, unknown>;
  answer: Record<string, unknown>;
  /** What the action's result must hold. */
  value: unknown;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Written from the specifications on its own (GraphQL over HTTP, 5.4; JSON-RPC 2.0, 4 and 5), without a
 * look at what the plugin sends requests with; `undefined` for other kinds of run.
 */
export function remoteExchange(run: Action['run'], input: Input): RemoteExchange | undefined {
  const request = requestOf(run);
  if (request === undefined) return undefined;
  if (run.kind === 'graphql') {
    const variables: Record<string, unknown> = {};
    for (const { parameter, name } of run.variables)
      if (parameter in input) variables[name] = input[parameter];
    const body = { query: run.document, ...(run.variables.length > 0 && { variables }) };
    const data = isObject(run.example) ? run.example : {};
    return { request, body, answer: { data }, value: at(data, run.pick) };
  }
  if (run.kind !== 'jsonrpc') return undefined;
  const params = paramsOf(run, input);
  const result = run.example ?? null;
  return {
    request,
    body: { jsonrpc: '2.0', id: 1, method: run.method, ...(params && { params }) },
    answer: { jsonrpc: '2.0', id: 1, result },
    value: at(result, run.pick),
  };
}

function paramsOf(run: Extract<Action['run'], { kind: 'jsonrpc' }>, input: Input) {
  if (run.params === 'named') {
    const params: Record<string, unknown> = { ...(run.fixed as object | undefined) };
    for (const { parameter, name } of run.bind)
      if (parameter in input) params[name] = input[parameter];
    return Object.keys(params).length > 0 ? params : undefined;
  }
  const fixed = Array.isArray(run.fixed) ? run.fixed : [];
  const given = run.bind.map(({ parameter }) => parameter in input);
  const count = fixed.length > 0 ? given.length : given.lastIndexOf(true) + 1;
  const bound = run.bind.slice(0, count).map(({ parameter }) => input[parameter] ?? null);
  const params = [...bound, ...fixed];
  return params.length > 0 ? params : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function at(value: unknown, pointer: string | undefined): unknown {
  let found = value;
  for (const step of pointer?.split('/').slice(1) ?? []) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Record<string, unknown>)[key]
        : null;
  }
  return found ?? null;
}
