import { feedUrlEnv, type HttpRun, type PluginSpec, tokenUrlEnv } from '@plugwright/spec';
import { expectedRequest, settingValue } from '../contract-request.js';
import { exampleAnswer, exampleInput, leastInput } from '../contract-values.js';
import { remoteExchange } from '../remote-exchange.js';
import { credentialsOf, settingsOf, usedApis, usedAuth, usesHttp } from '../settings.js';
import type { RenderContext, TemplateJob } from '../template-job.js';
import { takenBy } from './parameter-cases.js';

/** As in `templates/elizaos/src/__tests__/support/fixture-server.ts`. */
const TOKEN_PATH = '/fixture-token';
const ACCESS_TOKEN = 'access-token-of-the-fixture';
/** Where feeds are on the local server. */
const FEED_PATH = '/fixture-feed';

/** The plugin's own tests and what they need. */
export function testViews(context: RenderContext): TemplateJob[] {
  const { spec } = context;
  const http = usesHttp(spec);
  const cases = http ? contractCases(context) : [];
  const job = (path: string, data: object = {}): TemplateJob => ({
    template: `src/__tests__/${path}`,
    path: `src/__tests__/${path}`,
    owner: 'generated',
    data,
  });
  const acceptance = acceptanceData(spec);
  const settings = testSettings(spec);
  const inputs = spec.actions.flatMap(({ name, parameters, run }) => {
    const found = exampleInput(parameters, run.kind === 'http' ? run : undefined, spec.schemas);
    return found === undefined ? [] : [[name, found]];
  });
  return [
    job('runtime.test.ts', {
      http,
      settings,
      actions: inputs.length > 0,
      inputs: Object.fromEntries(inputs),
      taken: takenBy(spec),
      ...withoutSettings(spec),
    }),
    job('support/boot.ts'),
    job('support/memory-adapter.ts'),
    ...(http
      ? [
          job('support/api-agent.ts'),
          job('support/contract-case.ts'),
          job('support/fixture-server.ts'),
          job('support/cases.ts', casesData(context, cases)),
        ]
      : []),
    ...(cases.length > 0 ? [job('contract.test.ts')] : []),
    ...(acceptance.length > 0
      ? [job('acceptance.test.ts', { http, settings, cases: acceptance })]
      : []),
  ];
}

/** A value for every setting, so that nothing of the environment counts. */
const testSettings = (spec: PluginSpec): Record<string, string> =>
  Object.fromEntries(settingsOf(spec).map(({ name }) => [name, settingValue(name)]));

/** What is known, and which actions are hidden, when no setting has a value. */
function withoutSettings(spec: PluginSpec) {
  const settings = settingsOf(spec);
  const defaults = new Map(
    settings.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])),
  );
  const usable = (names: readonly string[]) =>
    names.flatMap((name) => credentialsOf(spec.auth[name]!)).every((env) => defaults.has(env));
  const needed = settings.filter(({ name, required }) => required && !defaults.has(name));
  const hidden = spec.actions.filter(
    ({ run }) => 'auth' in run && run.auth.length > 0 && !run.auth.some(usable),
  );
  return {
    needed: needed.map(({ name }) => name),
    defaults: Object.fromEntries(defaults),
    hidden: hidden.map(({ name }) => name),
  };
}

interface Case {
  name: string;
  symbol: string;
  [key: string]: unknown;
}

function contractCases({ spec, identifiers }: RenderContext): Case[] {
  return spec.actions.flatMap((action): Case[] => {
    const { name, parameters, run } = action;
    const http = run.kind === 'http' ? run : undefined;
    const input = exampleInput(parameters, http, spec.schemas);
    if (input === undefined) return [];
    const least = leastInput(action, http, input, spec.schemas);
    const remote = remoteExchange(run, input);
    if (remote !== undefined) {
      const { request, body, answer, value } = remote;
      return [
        {
          name,
          symbol: identifiers.symbol('action', name),
          api: request.api,
          input,
          request: expectedRequest(spec, request, { request: body }, ACCESS_TOKEN),
          ...(least && {
            least: {
              input: least.input,
              request: expectedRequest(
                spec,
                request,
                { request: remoteExchange(run, least.sent)?.body },
                ACCESS_TOKEN,
              ),
            },
          }),
          answer: { status: 200, json: answer },
          value,
          json: true,
        },
      ];
    }
    if (run.kind !== 'http') return [];
    const answer = exampleAnswer(run, spec.schemas);
    return [
      {
        name,
        symbol: identifiers.symbol('action', name),
        api: run.api,
        input,
        request: expectedRequest(spec, run, input, ACCESS_TOKEN),
        ...(least && {
          least: {
            input: least.input,
            request: expectedRequest(spec, run, least.sent, ACCESS_TOKEN),
          },
        }),
        answer,
        value: expectedValue(run, answer),
        json: run.response.kind === 'json' && run.method !== 'HEAD',
      },
    ];
  });
}

/** What the result must hold for this answer: the picked part, `null` for nothing. */
function expectedValue(run: HttpRun, answer: ReturnType<typeof exampleAnswer>): unknown {
  const binary = answer.base64 !== undefined && {
    mediaType: (answer.mediaType ?? 'application/octet-stream').split(';')[0]!.trim().toLowerCase(),
    bytes: Buffer.from(answer.base64, 'base64').length,
    base64: answer.base64,
  };
  const whole = answer.text === undefined ? (answer.json ?? null) : answer.text || null;
  let value: unknown = binary || whole;
  for (const step of run.pick?.split('/').slice(1) ?? []) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const inside = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    value = inside ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value ?? null;
}

function casesData({ spec, identifiers }: RenderContext, cases: readonly Case[]): object {
  const apis = usedApis(spec);
  const addresses = new Map<string, string>();
  for (const [, scheme] of usedAuth(spec))
    if (scheme.type === 'oauth2ClientCredentials') addresses.set(tokenUrlEnv(scheme), TOKEN_PATH);
  for (const key of apis) {
    const { baseUrl = 'http://localhost/', baseUrlEnv } = spec.apis[key]!;
    addresses.set(baseUrlEnv, new URL(baseUrl).pathname);
  }
  for (const { name, run } of spec.services)
    if (run.kind === 'feed') addresses.set(feedUrlEnv(name, run), FEED_PATH);
  const settings = settingsOf(spec).filter(({ name }) => !addresses.has(name));
  return {
    imports: cases
      .map(({ name, symbol }) => ({
        identifier: symbol,
        module: `../../actions/${identifiers.file('action', name)}.js`,
      }))
      .sort((a, b) => (a.module < b.module ? -1 : 1)),
    settings: Object.fromEntries(settings.map(({ name }) => [name, settingValue(name)])),
    secrets: settings.filter(({ sensitive }) => sensitive).map(({ name }) => settingValue(name)),
    addresses: Object.fromEntries(addresses),
    pollingServices: spec.services
      .filter(({ run }) => run.kind === 'poll' || run.kind === 'feed')
      .map(({ name }) => name),
    cases,
  };
}

function acceptanceData(spec: PluginSpec): object[] {
  const kinds = new Map(spec.actions.map((action) => [action.name, action.run]));
  return spec.acceptance.flatMap(({ name, action, input, respond, expect }) => {
    const run = kinds.get(action);
    if (run === undefined) return [];
    const answer =
      respond === undefined
        ? run.kind === 'http'
          ? exampleAnswer(run, spec.schemas)
          : undefined
        : { status: respond.status, ...(respond.body === undefined ? {} : { json: respond.body }) };
    return [{ name, action, input, answer, expected: expect }];
  });
}
