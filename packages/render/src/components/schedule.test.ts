import { randomUUID } from 'node:crypto';
import { ModelType, type Plugin } from '@elizaos/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent, type Tables } from '../__fixtures__/agent.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { recipeSpec } from '../__fixtures__/recipes.js';

interface CronModule {
  parseCron: (text: string) => object;
  nextTime: (cron: object, after: number, timeZone?: string) => number | undefined;
}
interface ServiceModule {
  OftenService: { everyMs: number };
}

const ROOM = randomUUID();
const model = (answer: (prompt: string) => Promise<string>): Plugin => ({
  name: 'plugin-test-model',
  description: 'A model.',
  models: { [ModelType.TEXT_SMALL]: async (_, { prompt }) => answer(prompt) },
});

describe('services that run by the clock', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  beforeAll(async () => {
    server = await startHttpDouble();
    server.answer(({ path }, response) =>
      path.startsWith('/v1/bad') ? json(response, {}, 500) : json(response, { sky: 'clear' }),
    );
    const request = {
      kind: 'http',
      api: 'shop',
      method: 'GET',
      response: { kind: 'json' },
    } as const;
    const notify = { to: { kind: 'room', env: 'NEWS_ROOM' }, template: 'So: {result}' } as const;
    const spec = recipeSpec('clock', {
      actions: [
        { name: 'GET_SKY', description: 'Gets the sky.', run: { ...request, path: '/sky' } },
        { name: 'GET_BAD', description: 'Gets nothing.', run: { ...request, path: '/bad' } },
      ],
      services: [
        {
          name: 'often',
          description: 'Runs often.',
          run: {
            kind: 'schedule',
            everyMs: 1000,
            steps: [{ action: 'GET_SKY' }, { action: 'GET_BAD' }],
            digest: { prompt: 'Sum up {results}' },
            notify,
          },
        },
        {
          name: 'daily',
          description: 'Runs daily.',
          run: {
            kind: 'schedule',
            cron: '0 9 * * *',
            timeZone: 'Europe/Paris',
            notify: { ...notify, template: 'Stand-up! {date}' },
          },
        },
        {
          name: 'quiet',
          description: 'Keeps a note.',
          run: {
            kind: 'schedule',
            cron: '*/5 * * * *',
            steps: [{ action: 'KEEP_NOTE', input: { note: 'hi' } }],
          },
        },
      ],
    });
    disk = await pluginOnDisk(spec, 'schedule');
    const module = await disk.load<ServiceModule>('src/services/often.ts');
    module.OftenService.everyMs = 30;
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });
  afterAll(() => server.close());

  const start = async (tables: Tables, ...more: Plugin[]) => {
    const settings = { SHOP_URL: `${server.url}/v1`, NEWS_ROOM: ROOM };
    agent = await startAgent([await disk.plugin(), ...more], settings, tables);
    return agent;
  };
  const empty = (): Tables => ({ memories: [], tasks: [], cache: new Map() });

  it('run their steps, and tell what the model made of the results', async () => {
    const tables = empty();
    const prompts: string[] = [];
    const { runtime } = await start(
      tables,
      model(async (prompt) => {
        prompts.push(prompt);
        return ' A clear day. ';
      }),
    );
    const said = () => tables.memories.map(({ content }) => content.text);
    await expect.poll(() => said().length, { timeout: 5000 }).toBeGreaterThan(1);
    expect(new Set(said())).toEqual(new Set(['So: A clear day.']));
    expect(prompts[0]).toMatch(/^Sum up sky: clear\n\nGET_BAD failed: /);
    expect(runtime.getService<never>('often')).toMatchObject({ report: { failures: 1 } });
    await agent?.stop();
    agent = undefined;
    const count = said().length;
    await new Promise((resolve) => {
      setTimeout(resolve, 120);
    });
    expect(said()).toHaveLength(count);
  });

  it.each([
    ['has nothing to say', async () => ''],
    ['fails', async () => Promise.reject(new Error('no credit'))],
  ])('tell the plain results when the model %s', async (_, answer) => {
    const tables = empty();
    await start(tables, model(answer));
    await expect
      .poll(() => tables.memories[0]?.content.text, { timeout: 5000 })
      .toMatch(/^So: sky: clear\n\nGET_BAD/);
  });

  it('run now when asked to, with and without steps', async () => {
    const tables = empty();
    const { runtime } = await start(
      tables,
      model(async () => 'x'),
    );
    const service = (name: string) =>
      runtime.getService(name) as unknown as {
        run: (signal: AbortSignal) => Promise<{ result: string }>;
      };
    const { signal } = new AbortController();
    expect(await service('quiet').run(signal)).toMatchObject({ result: 'Kept: hi', failures: 0 });
    expect(await service('daily').run(signal)).toMatchObject({ result: '' });
    expect(tables.memories.map(({ content }) => content.text)).toContainEqual(
      expect.stringMatching(/^Stand-up! \d{4}-\d\d-\d\dT/),
    );
    expect(await service('quiet').run(AbortSignal.abort())).toMatchObject({ result: '' });
  });

  it('do not start an interval anew after a restart', async () => {
    const { OftenService } = await disk.load<ServiceModule>('src/services/often.ts');
    OftenService.everyMs = 3_600_000;
    try {
      const tables = empty();
      tables.cache?.set('plugin-clock/often', { last: Date.now() - 3_599_900 });
      await start(
        tables,
        model(async () => 'late'),
      );
      await expect.poll(() => tables.memories.length, { timeout: 5000 }).toBe(1);
    } finally {
      OftenService.everyMs = 30;
    }
  });

  describe('know the next time', () => {
    const iso = (time: number | undefined) =>
      time === undefined ? 'never' : new Date(time).toISOString();
    it.each([
      [
        'every five minutes',
        '*/5 * * * *',
        '2024-05-01T10:02:30Z',
        'UTC',
        ['2024-05-01T10:05', '2024-05-01T10:10'],
      ],
      ['strictly later', '0 10 * * *', '2024-05-01T10:00:00Z', 'UTC', ['2024-05-02T10:00']],
      [
        'working days',
        '30 8 * * mon-fri',
        '2024-05-03T12:00:00Z',
        'Europe/Berlin',
        ['2024-05-06T06:30', '2024-05-07T06:30'],
      ],
      [
        'lists, ranges and steps',
        '0,30 9-17/4 1 jan,jul *',
        '2024-06-01T00:00:00Z',
        'UTC',
        ['2024-07-01T09:00', '2024-07-01T09:30', '2024-07-01T13:00'],
      ],
      [
        'from a number on',
        '50/5 * * * *',
        '2024-05-01T10:00:00Z',
        'UTC',
        ['2024-05-01T10:50', '2024-05-01T10:55', '2024-05-01T11:50'],
      ],
      [
        'either day',
        '0 0 13 * 5',
        '2024-09-01T00:00:00Z',
        'UTC',
        ['2024-09-06T00:00', '2024-09-13T00:00', '2024-09-20T00:00'],
      ],
      ['Sunday as 7', '0 0 * * 7', '2024-05-01T00:00:00Z', 'UTC', ['2024-05-05T00:00']],
      ['29 February', '0 0 29 2 *', '2096-03-01T00:00:00Z', 'UTC', ['2104-02-29T00:00']],
      [
        'the hour that is skipped',
        '30 2 * * *',
        '2024-03-30T12:00:00Z',
        'Europe/Berlin',
        ['2024-03-31T01:30', '2024-04-01T00:30'],
      ],
      [
        'the hour that repeats, once',
        '30 2 * * *',
        '2024-10-26T12:00:00Z',
        'Europe/Berlin',
        ['2024-10-27T00:30', '2024-10-28T01:30'],
      ],
      [
        'every hour, also in the one that repeats',
        '15 * * * *',
        '2024-10-26T23:20:00Z',
        'Europe/Berlin',
        ['2024-10-27T00:15', '2024-10-27T01:15', '2024-10-27T02:15'],
      ],
      [
        'a quarter of an hour off',
        '0 6 * * *',
        '2024-05-01T00:00:00Z',
        'Asia/Kathmandu',
        ['2024-05-01T00:15'],
      ],
      ['never', '0 0 30 2 *', '2024-01-01T00:00:00Z', 'UTC', ['never']],
    ])('%s', async (_, text, from, zone, expected) => {
      const { parseCron, nextTime } = await disk.load<CronModule>('src/lib/cron.ts');
      const cron = parseCron(text);
      let time = Date.parse(from);
      const found = expected.map(() => {
        const next = nextTime(cron, time, zone);
        time = next ?? time;
        return iso(next).replace(':00.000Z', '');
      });
      expect(found).toEqual(expected);
    });

    it.each([
      '* * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * * foo *',
      '*/0 * * * *',
      '5-1 * * * *',
      'a-b * * * *',
      '1,,2 * * * *',
      '* * * * * *',
      '-1 * * * *',
    ])('not of %j', async (text) => {
      const { parseCron } = await disk.load<CronModule>('src/lib/cron.ts');
      expect(() => parseCron(text)).toThrow(/"/);
    });
  });
});
