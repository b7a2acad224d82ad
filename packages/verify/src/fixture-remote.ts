import {
  fitsSchema,
  type Action,
  type HttpRun,
  type PluginSpec,
  type RunOf,
} from '@plugwright/spec';
import { isDeepStrictEqual } from 'node:util';
import type { FixtureAnswer } from './fixture-answer.js';
import { isRecord } from './package-manifest.js';

/** A GraphQL, JSON-RPC or MCP call: what its body must be, and what comes back. */
export interface RemoteCall {
  /** What is wrong with the body. */
  problems: (body: Buffer) => string[];
  answer: (body: Buffer) => FixtureAnswer;
}

type Remote = RunOf<'graphql'> | RunOf<'jsonrpc'> | RunOf<'mcp'>;

const isRemote = (run: Action['run']): run is Remote =>
  run.kind === 'graphql' || run.kind === 'jsonrpc' || run.kind === 'mcp';

/** The HTTP request that carries such a call, and the call; `undefined` for other actions. */
export function remoteCall(
  spec: PluginSpec,
  action: Action,
): { run: HttpRun; call: RemoteCall } | undefined {
  const { run } = action;
  if (!isRemote(run)) return undefined;
  const carrier: HttpRun = {
    kind: 'http',
    api: run.api,
    method: 'POST',
    path: run.path,
    bind: [],
    headers: {},
    query: {},
    body: { mediaType: 'application/json', encoding: 'json', parameter: 'request', required: true },
    auth: run.auth,
    response: { status: 200, kind: 'json' },
  };
  const values = valueChecker(spec, action);
  const judge = (message: Record<string, unknown>): string[] => {
    if (run.kind === 'graphql') return graphqlProblems(run, message, values);
    const version = message.jsonrpc === '2.0' ? [] : ['jsonrpc is not "2.0"'];
    const problems =
      run.kind === 'jsonrpc'
        ? jsonRpcProblems(run, message, values)
        : mcpProblems(run, message, action, values);
    return [...version, ...problems];
  };
  return {
    run: carrier,
    call: {
      problems: (body) => {
        const message = messageIn(body);
        return message ? judge(message) : ['the body is no JSON object'];
      },
      answer: (body) => answerOf(run, messageIn(body) ?? {}),
    },
  };
}

function messageIn(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Problems of one value on its way: missing although required, or of another type. */
type CheckValue = (parameter: string, given: unknown) => string[];

const valueChecker =
  (spec: PluginSpec, { parameters }: Action): CheckValue =>
  (name, given) => {
    const parameter = parameters.find((each) => each.name === name);
    if (parameter === undefined) return [];
    if (given === undefined || given === null)
      return parameter.required && given === undefined ? [`${name} is missing`] : [];
    return fitsSchema(given, parameter.schema, spec.schemas, { overlap: true })
      ? []
      : [`${name} does not fit its schema`];
  };

function graphqlProblems(
  run: RunOf<'graphql'>,
  message: Record<string, unknown>,
  check: CheckValue,
): string[] {
  const variables = isRecord(message.variables) ? message.variables : {};
  const known = run.variables.map(({ name }) => name);
  return [
    ...(message.query === run.document ? [] : ['the query is another document']),
    ...strangeNames(variables, known),
    ...run.variables.flatMap(({ parameter, name }) => check(parameter, variables[name])),
  ];
}

function jsonRpcProblems(
  run: RunOf<'jsonrpc'>,
  message: Record<string, unknown>,
  check: CheckValue,
): string[] {
  const problems = [
    ...(message.method === run.method ? [] : ['it is another method']),
    ...(message.id === undefined ? ['the id is missing'] : []),
  ];
  const { params } = message;
  if (run.params === 'named') {
    const given = isRecord(params) ? params : {};
    const fixed = isRecord(run.fixed) ? run.fixed : {};
    const bound = run.bind.map(({ name }) => name);
    const wrong = Object.entries(fixed).filter(
      ([name, value]) => !bound.includes(name) && !isDeepStrictEqual(given[name], value),
    );
    return [
      ...problems,
      ...strangeNames(given, [...bound, ...Object.keys(fixed)]),
      ...wrong.map(([name]) => `${name} does not have its fixed value`),
      ...run.bind.flatMap(({ parameter, name }) => check(parameter, given[name])),
    ];
  }
  const given: unknown[] = Array.isArray(params) ? params : [];
  const fixed = Array.isArray(run.fixed) ? run.fixed : [];
  const rest = given.slice(run.bind.length);
  return [
    ...problems,
    ...(isDeepStrictEqual(rest, fixed) ? [] : ['the fixed values are not at the end']),
    ...run.bind.flatMap(({ parameter }, index) => check(parameter, given[index])),
  ];
}

function mcpProblems(
  run: RunOf<'mcp'>,
  message: Record<string, unknown>,
  { parameters }: Action,
  check: CheckValue,
): string[] {
  const { method, params } = message;
  if (method === 'initialize')
    return isRecord(params) && typeof params.protocolVersion === 'string'
      ? []
      : ['the protocol version is missing'];
  if (method === 'notifications/initialized')
    return message.id === undefined ? [] : ['a notification has no id'];
  if (method !== 'tools/call' || !isRecord(params)) return ['it is another method'];
  const given = isRecord(params.arguments) ? params.arguments : {};
  const bind = run.bind ?? parameters.map(({ name }) => ({ parameter: name, name }));
  return [
    ...(params.name === run.tool ? [] : ['it is another tool']),
    ...strangeNames(
      given,
      bind.map(({ name }) => name),
    ),
    ...bind.flatMap(({ parameter, name }) => check(parameter, given[name])),
  ];
}

const strangeNames = (given: Record<string, unknown>, known: readonly string[]): string[] =>
  Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => `${JSON.stringify(name.slice(0, 100))} is not known`);

function answerOf(run: Remote, message: Record<string, unknown>): FixtureAnswer {
  // "data" is an object, whatever the example says (GraphQL, 7.1.1).
  if (run.kind === 'graphql') return json({ data: isRecord(run.example) ? run.example : {} });
  const result = (value: unknown) =>
    json({ jsonrpc: '2.0', id: message.id ?? null, result: value });
  if (run.kind === 'jsonrpc') return result(run.example ?? null);
  if (message.method === 'notifications/initialized') return { status: 202 };
  if (message.method === 'initialize') {
    const serverInfo = { name: 'fixture', version: '1.0.0' };
    return result({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo });
  }
  const { example = 'an answer' } = run;
  const text = typeof example === 'string' ? example : JSON.stringify(example);
  const structured = isRecord(example) ? { structuredContent: example } : {};
  return result({ content: [{ type: 'text', text }], ...structured });
}

const json = (value: unknown): FixtureAnswer => ({
  status: 200,
  mediaType: 'application/json',
  body: JSON.stringify(value),
});
