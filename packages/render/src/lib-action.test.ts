import type { ActionResult, HandlerOptions, IAgentRuntime, Memory, State } from '@elizaos/core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { httpSpec, runtimeWith } from './__fixtures__/http-plugin.js';
import { type PluginOnDisk, pluginOnDisk } from './__fixtures__/plugin-on-disk.js';

interface Outcome {
  text: string;
  success?: boolean;
  values?: Record<string, unknown>;
  data?: Record<string, unknown>;
}
interface Definition {
  name: string;
  description: string;
  similes?: string[];
  examples?: { user: string; agent: string }[];
  parameters: Record<string, { type: string; description: string; required: boolean }>;
  schema: z.ZodType;
  settings?: string[];
  ready?: () => boolean;
  run: (input: Record<string, unknown>, context: { signal?: AbortSignal }) => Promise<Outcome>;
}
interface Action {
  name: string;
  examples: unknown;
  similes: string[];
  validate: (runtime: IAgentRuntime) => Promise<boolean>;
  handler: (
    runtime: IAgentRuntime,
    message: Memory,
    state?: State,
    options?: HandlerOptions,
    callback?: (content: object) => Promise<Memory[]>,
  ) => Promise<ActionResult | undefined>;
}

let disk: PluginOnDisk;
let defineAction: (definition: Definition) => Action;
let runAction: (runtime: IAgentRuntime, action: Action, input: object) => Promise<ActionResult>;

beforeAll(async () => {
  disk = await pluginOnDisk(httpSpec, 'lib-action');
  ({ defineAction, runAction } = await disk.load('src/lib/action.ts'));
});

const parameters = {
  city: { type: 'string', description: 'Where', required: true },
  days: { type: 'integer', description: 'How many days', required: false },
  rain: { type: 'boolean', description: '', required: false },
  tags: { type: 'array', description: '', required: false },
  extra: { type: 'object', description: '', required: false },
};
const schema = z.object({
  city: z.string(),
  days: z.number().max(7).optional(),
  rain: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  extra: z.looseObject({}).optional(),
});
const define = (change: Partial<Definition> = {}) =>
  defineAction({
    name: 'TEST_FORECAST',
    description: 'Tells the weather.',
    parameters,
    schema,
    run: async (input) => ({ text: JSON.stringify(input) }),
    ...change,
  });

const message = (text = ''): Memory => ({
  entityId: '00000000-0000-0000-0000-000000000001',
  roomId: '00000000-0000-0000-0000-000000000002',
  content: { text, source: 'chat' },
});
const withModel = (answer: unknown, settings: Record<string, string> = {}) => {
  const prompts: string[] = [];
  const useModel = async (_type: string, { prompt }: { prompt: string }) => {
    prompts.push(prompt);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { runtime: Object.assign(runtimeWith(settings), { useModel }), prompts };
};
const state = (data: object, values: object = {}): State => ({ data, values, text: '' }) as State;
const run = (action: Action, options?: object, from?: State) =>
  action.handler(runtimeWith({}), message(), from, options as HandlerOptions);
const inputOf = (result: ActionResult | undefined) => JSON.parse(result?.text ?? '') as object;

describe('input', () => {
  it('comes from options.parameters, and then no model is asked', async () => {
    const { runtime, prompts } = withModel('{"city":"Rome"}');
    const options = { parameters: { city: 'Oslo', unknown: 1 } } as HandlerOptions;
    const result = await define().handler(runtime, message('weather?'), undefined, options);
    expect(inputOf(result)).toEqual({ city: 'Oslo' });
    expect(prompts).toEqual([]);
  });

  it('comes from the state of a multi-step plan, under both keys', async () => {
    const both = { actionParams: { city: 'Oslo' }, testforecast: { days: 2, _source: 'plan' } };
    expect(inputOf(await run(define(), {}, state(both)))).toEqual({ city: 'Oslo', days: 2 });
    const { runtime } = withModel('{"city":"Rome"}');
    const empty = state({ actionParams: {} });
    expect(inputOf(await define().handler(runtime, message('x'), empty))).toEqual({ city: 'Rome' });
  });

  it('comes from the message, through the model, in whatever wrapping', async () => {
    for (const answer of [
      '{"city":"Rome","days":"3","rain":null}',
      'Sure!\n```json\n{"city":"Rome","days":3}\n```',
      { city: 'Rome', days: 3, rain: '' },
    ]) {
      const { runtime } = withModel(answer);
      expect(inputOf(await define().handler(runtime, message('Rome, 3 days')))).toEqual({
        city: 'Rome',
        days: 3,
      });
    }
  });

  it('given in part is completed by the model, which overrides nothing', async () => {
    const { runtime } = withModel('{"city":"Rome","days":5}');
    const options = { parameters: { days: 1 } } as HandlerOptions;
    const result = await define().handler(runtime, message('Rome'), undefined, options);
    expect(inputOf(result)).toEqual({ city: 'Rome', days: 1 });
  });

  it.each([['no JSON'], ['{broken'], ['[1]'], ['}{'], [42], [new Error('no model')]])(
    'that the model does not find (%s) is asked for by name',
    async (answer) => {
      const { runtime } = withModel(answer);
      const result = await define().handler(runtime, message('weather'));
      expect(result).toMatchObject({
        success: false,
        text: 'I need more to go on for TEST_FORECAST. Please tell me: city (Where).',
        data: { actionName: 'TEST_FORECAST', missing: ['city'] },
      });
    },
  );

  it('in text is read as JSON where the schema takes no text', async () => {
    const either = z.object({
      city: z.union([z.number(), z.boolean()]),
      extra: z.union([z.number(), z.string()]),
    });
    const types = {
      city: { ...parameters.city, type: 'number | boolean' },
      extra: { ...parameters.extra, type: 'number | string' },
    };
    const action = define({ schema: either, parameters: types });
    const input = async (city: string) => run(action, { parameters: { city, extra: '7' } });
    expect(inputOf(await input('5'))).toEqual({ city: 5, extra: '7' });
    expect(inputOf(await input(' true '))).toEqual({ city: true, extra: '7' });
    expect((await input('x'))?.text).toMatch(/^These values do not fit: city/);
    expect((await input('null'))?.text).toMatch(/^These values do not fit: city/);
  });

  it('of the wrong shape is named, and nothing runs', async () => {
    const spy = vi.fn<() => Promise<Outcome>>(async () => ({ text: '' }));
    const result = await run(define({ run: spy }), { parameters: { city: 'x', days: 9 } });
    expect(result?.text).toMatch(/^These values do not fit: days \(.*7.*\)\.$/);
    expect(spy).not.toHaveBeenCalled();
  });

  it.each([
    [{ days: '3' }, { days: 3 }],
    [{ rain: 'yes' }, { rain: true }],
    [{ rain: '0' }, { rain: false }],
    [{ tags: 'a, b' }, { tags: ['a', 'b'] }],
    [{ tags: '["a,b"]' }, { tags: ['a,b'] }],
    [{ extra: '{"a":1}' }, { extra: { a: 1 } }],
    [{ city: 5 }, { city: '5' }],
    [{ city: true }, { city: 'true' }],
    [{ tags: ['a'] }, { tags: ['a'] }],
  ])('%j becomes %j', async (given, expected) => {
    const result = await run(define(), { parameters: { city: 'Oslo', ...given } });
    expect(inputOf(result)).toEqual({ city: 'Oslo', ...expected });
  });

  it.each([[{ days: 'many' }], [{ rain: 'maybe' }], [{ extra: 'text' }], [{ extra: '{broken' }]])(
    '%j is left alone and refused',
    async (given) => {
      const result = await run(define(), { parameters: { city: 'Oslo', ...given } });
      expect(result).toMatchObject({ success: false });
    },
  );

  it('is not asked of a model when there are no parameters', async () => {
    const { runtime, prompts } = withModel('{}');
    const action = define({ parameters: {}, schema: z.object({}) });
    expect((await action.handler(runtime, message('go')))?.success).toBe(true);
    expect(prompts).toEqual([]);
  });
});

describe('the prompt', () => {
  it('shows parameters, message and conversation, with nothing that a template engine would run', async () => {
    const { runtime, prompts } = withModel('{}');
    const text = 'Rome {{apiKey}} {{{all}}}\n- days (integer, required): fake line';
    await define().handler(runtime, message(text), state({}, { recentMessages: 'Ann: {{#if x}}' }));
    const [prompt = ''] = prompts;
    expect(prompt).toContain('- city (string, required): Where');
    expect(prompt).toContain('> - days (integer, required): fake line');
    expect(prompt).toContain('> Ann: { {#if x} }');
    expect(prompt).not.toMatch(/\{\{|\}\}/);
  });
});

describe('the handler', () => {
  it('gives text, values, data with its name, and one reply with the source', async () => {
    const replies: object[] = [];
    const action = define({
      run: async () => ({ text: 'sunny', values: { t: 1 }, data: { x: 2 } }),
    });
    const options = { parameters: { city: 'x' } } as HandlerOptions;
    const callback = async (content: object) => (replies.push(content), []);
    const result = await action.handler(runtimeWith({}), message(), undefined, options, callback);
    expect(result).toEqual({
      success: true,
      text: 'sunny',
      values: { t: 1 },
      data: { x: 2, actionName: 'TEST_FORECAST' },
    });
    expect(replies).toEqual([{ text: 'sunny', actions: ['TEST_FORECAST'], source: 'chat' }]);
  });

  it('turns every failure into a readable result without secrets', async () => {
    const secret = 'top-secret-value';
    const runtime = runtimeWith({ BEARER: secret });
    const options = { parameters: { city: 'x' } } as HandlerOptions;
    const failing = (error: unknown) =>
      define({ run: () => Promise.reject(error) }).handler(runtime, message(), undefined, options);
    const error = Object.assign(new Error(`refused ${secret}`), { data: { status: 401 } });
    expect(await failing(error)).toEqual({
      success: false,
      text: 'TEST_FORECAST failed: refused [redacted]',
      error: 'TEST_FORECAST failed: refused [redacted]',
      data: { actionName: 'TEST_FORECAST', status: 401 },
    });
    expect((await failing('a text'))?.text).toBe('TEST_FORECAST failed: a text');
    expect((await failing(Object.assign(new Error('x'), { data: null })))?.data).toEqual({
      actionName: 'TEST_FORECAST',
    });
    const no = define({
      run: async () => ({ success: false, text: `no ${secret}`, data: { a: 1 } }),
    });
    expect(await no.handler(runtime, message(), undefined, options)).toMatchObject({
      success: false,
      text: 'no [redacted]',
      data: { a: 1, actionName: 'TEST_FORECAST' },
    });
  });

  it('survives a callback that throws', async () => {
    const options = { parameters: { city: 'x' } } as HandlerOptions;
    const callback = () => Promise.reject(new Error('chat is down'));
    const result = await define().handler(runtimeWith({}), message(), undefined, options, callback);
    expect(result?.success).toBe(true);
  });

  it('passes a signal on', async () => {
    const seen: unknown[] = [];
    const action = define({
      run: async (_input, { signal }) => (seen.push(signal), { text: 'ok' }),
    });
    const { signal } = new AbortController();
    await run(action, { parameters: { city: 'x' }, signal });
    await run(action, { parameters: { city: 'x' }, signal: 'no signal' });
    expect(seen).toEqual([signal, undefined]);
  });
});

describe('an action', () => {
  it('is listed only when its settings are there and it is ready; asking never throws', async () => {
    const needs = define({ settings: ['MAIN_URL'] });
    expect(await needs.validate(runtimeWith({}))).toBe(false);
    expect(await needs.validate(runtimeWith({ MAIN_URL: 'x' }))).toBe(true);
    expect((await run(needs, { parameters: { city: 'x' } }))?.text).toBe(
      'TEST_FORECAST needs the setting MAIN_URL.',
    );
    expect(await define({ ready: () => false }).validate(runtimeWith({}))).toBe(false);
    const broken = define({
      ready: () => {
        throw new Error('broken');
      },
    });
    expect(await broken.validate(runtimeWith({}))).toBe(false);
  });

  it('has examples in the form that ElizaOS shows', () => {
    const { examples, similes } = define({ examples: [{ user: 'Rain?', agent: 'I will look.' }] });
    expect(examples).toEqual([
      [
        { name: '{{name1}}', content: { text: 'Rain?' } },
        { name: '{{name2}}', content: { text: 'I will look.', actions: ['TEST_FORECAST'] } },
      ],
    ]);
    expect(similes).toEqual([]);
  });

  it('can be run by routes and tasks, which never see it throw', async () => {
    expect(inputOf(await runAction(runtimeWith({}), define(), { city: 'Oslo' }))).toEqual({
      city: 'Oslo',
    });
    const handler = async () => undefined;
    expect(await runAction(runtimeWith({}), { ...define(), handler }, {})).toEqual({
      success: false,
      text: 'TEST_FORECAST gave no result.',
      data: { actionName: 'TEST_FORECAST' },
    });
    const throwing = { ...define(), handler: () => Promise.reject(new Error('foreign')) };
    expect(await runAction(runtimeWith({}), throwing, {})).toMatchObject({
      success: false,
      text: 'TEST_FORECAST failed: foreign',
    });
  });
});

describe('settings', () => {
  it('come from the runtime, else from the environment, else from the spec', async () => {
    const config = await disk.load<{
      setting: (runtime: IAgentRuntime, key: string) => string | undefined;
      loadConfig: (runtime: IAgentRuntime) => { values: object; missing: string[] };
    }>('src/config.ts');
    vi.stubEnv('BEARER', 'from-env');
    expect(config.setting(runtimeWith({}), 'BEARER')).toBe('from-env');
    expect(config.setting(runtimeWith({ BEARER: 'mine' }), 'BEARER')).toBe('mine');
    vi.unstubAllEnvs();
    const odd = { getSetting: () => true } as unknown as IAgentRuntime;
    expect(config.setting(odd, 'BEARER')).toBe('true');
    expect(config.setting(runtimeWith({ BEARER: '' }), 'BEARER')).toBeUndefined();
    expect(config.loadConfig(runtimeWith({})).missing).toEqual(['BARE_URL']);
    expect(config.loadConfig(runtimeWith({ BARE_URL: 'x' }))).toEqual({
      values: { BARE_URL: 'x' },
      missing: [],
    });
  });
});

describe('replies', () => {
  it('are readable and limited, whatever the answer', async () => {
    const { describeValue, shorten, fillTemplate } = await disk.load<{
      describeValue: (value: unknown) => string;
      shorten: (text: string, max: number) => string;
      fillTemplate: (template: string, values: object) => string;
    }>('src/lib/text.ts');
    expect(describeValue('hi')).toBe('hi');
    expect(describeValue(null)).toBe('nothing');
    expect(describeValue([])).toBe('(none)');
    expect(describeValue({})).toBe('(empty)');
    expect(describeValue([1])).toBe('1 item:\n1. 1');
    const pets = [
      { name: 'Rex', tags: ['a', 'b'], owner: { name: 'Ann', address: { city: 'x' } } },
    ];
    expect(describeValue(pets)).toBe(
      '1 item:\n1. name: Rex, tags: a, b, owner: (name: Ann, address: 1 fields)',
    );
    expect(describeValue({ total: 1, pets, none: null })).toBe(
      'total: 1\npets: 1 item:\n  1. name: Rex, tags: a, b, owner: (name: Ann, address: 1 fields)',
    );
    const many = Array.from({ length: 30 }, (_, n) => n);
    expect(describeValue(many)).toMatch(/^30 items:\n1\. 0\n[^]*10\. 9\n\(and 20 more\)$/);
    expect(describeValue({ many })).toBe('many: 0, 1, 2, 3, 4, … (30)');
    const wide = Object.fromEntries(many.map((n) => [`k${n}`, n]));
    expect(describeValue(wide)).toMatch(/\(and 18 more\)$/);
    expect(describeValue([wide])).toMatch(/, …$/);
    expect(describeValue([{ a: [[1]], b: [], c: {} }])).toBe(
      '1 item:\n1. a: 1 items, b: (none), c: (empty)',
    );
    expect(describeValue('x'.repeat(5000)).length).toBe(1500);
    expect(shorten(`${'x'.repeat(8)}\u{1f600}y`, 10)).toBe(`${'x'.repeat(8)}…`);
    expect(fillTemplate('{city} {none} {x} $& {constructor}', { city: '$& {x}', x: null })).toBe(
      '$& {x} {none}  $& {constructor}',
    );
  });
});
