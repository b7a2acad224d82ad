import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

const bare = () => specOnlyWith('models');

describe('models', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  let answer: unknown;
  beforeAll(async () => {
    server = await startHttpDouble();
    server.answer(({ path }, response) =>
      json(response, path === '/embed' ? { data: [{ embedding: answer }] } : { result: answer }),
    );
    disk = await pluginOnDisk(bare(), 'model');
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });
  afterAll(async () => server.close());

  const start = async (url = server.url): Promise<Agent> => {
    answer = [0.5, 0.25];
    agent = await startAgent([await disk.plugin()], { EVERY_URL: url });
    return agent;
  };
  const sent = () => JSON.parse(server.received.at(-1)?.body ?? 'null') as unknown;

  it('send what the caller asks for, and give the picked text', async () => {
    const { runtime } = await start();
    answer = 'Paris';
    const prompt = 'Capital of France? {{apiKey}} "quoted"';
    expect(await runtime.useModel('TEXT_SMALL', { prompt, maxTokens: 5, temperature: 0 })).toBe(
      'Paris',
    );
    expect(sent()).toEqual({ prompt, max_tokens: 5 });
    answer = 42;
    expect(await runtime.useModel('TEXT_SMALL', { prompt: 'x' })).toBe('42');
  });

  it.each([
    ['an object', { a: [1] }, { a: [1] }],
    ['JSON text', '{"a": 2}', { a: 2 }],
    ['JSON in a code fence', '```json\n{"a": 3}\n```', { a: 3 }],
  ])('give an object for %s', async (_, given, expected) => {
    const { runtime } = await start();
    answer = given;
    const schema = { type: 'object', properties: { a: { type: 'number' } } };
    expect(await runtime.useModel('OBJECT_SMALL', { prompt: 'x', schema })).toEqual(expected);
    expect(sent()).toEqual({ prompt: 'x', schema });
  });

  it.each([
    ['TEXT_SMALL', null, 'null'],
    ['TEXT_SMALL', { a: 1 }, 'object'],
    ['OBJECT_SMALL', 'no JSON', 'string'],
    ['OBJECT_SMALL', [1], 'array'],
    ['TEXT_EMBEDDING', [], 'array'],
    ['TEXT_EMBEDDING', ['a'], 'array'],
    ['TEXT_EMBEDDING', null, 'null'],
  ])('reject when %s is answered with %j', async (type, given, kind) => {
    const { runtime } = await start();
    answer = given;
    await expect(
      runtime.useModel(type as 'TEXT_SMALL', { prompt: 'x', text: 'x' } as never),
    ).rejects.toThrow(`(${kind})`);
  });

  it('give an embedding, also out of a list of embeddings', async () => {
    const { runtime } = await start();
    answer = [1, 2, 3];
    expect(await runtime.useModel('TEXT_EMBEDDING', { text: 'hello' })).toEqual([1, 2, 3]);
    expect(sent()).toEqual({ input: 'hello' });
    answer = [[4, 5]];
    expect(await runtime.getModel('TEXT_EMBEDDING')?.(runtime, 'hello' as never)).toEqual([4, 5]);
    answer = [6];
    expect(await runtime.useModel('TEXT_EMBEDDING', null)).toEqual([6]);
  });

  it('do not keep an agent from starting when the embedding model cannot be reached', async () => {
    const { runtime } = await start('http://127.0.0.1:9');
    const zeros = (await runtime.useModel('TEXT_EMBEDDING', { text: '' })) as number[];
    expect([zeros.length, Math.max(...zeros)]).toEqual([1536, 0]);
    await expect(runtime.useModel('TEXT_EMBEDDING', { text: 'real' })).rejects.toThrow(
      'could not be reached',
    );
  });

  it('that a person writes say that they are not written yet', async () => {
    const { runtime } = await start();
    await expect(runtime.useModel('TEXT_LARGE', { prompt: 'x' })).rejects.toThrow(
      'TEXT_LARGE is not written yet: its body goes into src/handlers/text-large.model.ts.',
    );
  });

  it('for embeddings that a person writes let the agent start', async () => {
    const spec = bare();
    const custom = await pluginOnDisk(
      {
        ...spec,
        models: spec.models
          .filter(({ type }) => type === 'TEXT_EMBEDDING')
          .map((model) => ({ ...model, run: { kind: 'custom' as const, notes: '' } })),
      },
      'model-custom',
    );
    agent = await startAgent([await custom.plugin()]);
    await expect(agent.runtime.useModel('TEXT_EMBEDDING', { text: 'x' })).rejects.toThrow(
      'not written yet',
    );
  });

  it('keep their own priorities', async () => {
    const { runtime } = await start();
    expect(runtime.models.get('TEXT_SMALL')?.map(({ priority }) => priority)).toEqual([3]);
    expect(runtime.models.get('TEXT_EMBEDDING')?.map(({ priority }) => priority)).toEqual([0]);
  });
});
