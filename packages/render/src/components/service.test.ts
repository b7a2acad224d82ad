import type { IAgentRuntime } from '@elizaos/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

interface PollModule {
  startPolling: (polling: {
    everyMs: number;
    ask: (signal: AbortSignal) => Promise<unknown>;
    changed: (value: unknown) => Promise<void>;
    failed: (error: unknown, failures: number) => void;
  }) => { stop: () => Promise<void> };
  stableText: (value: unknown) => string;
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const bare = () => specOnlyWith('services');

describe('services', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let poll: PollModule;
  let agent: Agent | undefined;
  beforeAll(async () => {
    server = await startHttpDouble();
    disk = await pluginOnDisk(bare(), 'service', {
      'src/handlers/every-own.service.ts': `
        export interface Body { stop?: () => Promise<void>; greet: () => string; log: string[] }
        export async function start(_runtime: unknown, signal: AbortSignal): Promise<Body> {
          const log: string[] = [];
          signal.addEventListener('abort', () => log.push('aborted'));
          return { greet: () => 'hi', log, stop: async () => { log.push('stopped'); throw new Error('no'); } };
        }`,
    });
    poll = await disk.load<PollModule>('src/lib/poll.ts');
  });
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });
  afterAll(async () => server.close());

  describe('that poll', () => {
    it('tell of the first answer and of changes, not of equal answers', async () => {
      const answers = [
        { b: 1, a: [2] },
        { a: [2], b: 1 },
        { a: [3], b: 1 },
        { a: [3], b: 1 },
      ];
      const told: unknown[] = [];
      let asked = 0;
      const polling = poll.startPolling({
        everyMs: 1,
        ask: async () => answers[Math.min(asked++, 3)],
        changed: async (value) => void told.push(value),
        failed: () => undefined,
      });
      await expect.poll(() => asked).toBeGreaterThan(4);
      await polling.stop();
      expect(told).toEqual([
        { b: 1, a: [2] },
        { a: [3], b: 1 },
      ]);
    });

    it('never ask twice at the same time, and leave no timer and no request behind', async () => {
      let under = 0;
      let most = 0;
      let asked = 0;
      const before = timers();
      const polling = poll.startPolling({
        everyMs: 1,
        ask: async (signal) => {
          asked += 1;
          most = Math.max(most, ++under);
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, asked < 3 ? 5 : 60_000);
            signal.addEventListener('abort', () => {
              clearTimeout(timer);
              resolve();
            });
          });
          under -= 1;
          return asked;
        },
        changed: async () => undefined,
        failed: () => undefined,
      });
      await expect.poll(() => asked).toBe(3);
      await polling.stop();
      await polling.stop();
      expect([most, under]).toEqual([1, 0]);
      expect(timers()).toBeLessThanOrEqual(before);
      const seen = asked;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
      expect(asked).toBe(seen);
    });

    it('wait longer after each failure, as long as the API asks for, and start afresh after a success', async () => {
      const times: number[] = [];
      const failures: number[] = [];
      const polling = poll.startPolling({
        everyMs: 10,
        ask: async () => {
          times.push(performance.now());
          if (times.length === 3)
            throw Object.assign(new Error('slow down'), { retryAfterMs: 150 });
          if (times.length < 3 || times.length === 5) throw new Error('down');
          return times.length;
        },
        changed: async () => undefined,
        failed: (_, count) => failures.push(count),
      });
      await expect.poll(() => times.length, { timeout: 5000 }).toBeGreaterThan(5);
      await polling.stop();
      expect(failures.slice(0, 4)).toEqual([1, 2, 3, 1]);
      const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(pauses[0]).toBeGreaterThanOrEqual(19);
      expect(pauses[1]).toBeGreaterThanOrEqual(39);
      expect(pauses[2]).toBeGreaterThanOrEqual(149);
    });

    it('do not count being stopped as a failure', async () => {
      const failures: unknown[] = [];
      const polling = poll.startPolling({
        everyMs: 1,
        ask: (signal) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(new Error('aborted')));
          }),
        changed: async () => undefined,
        failed: (error) => failures.push(error),
      });
      await polling.stop();
      expect(failures).toEqual([]);
    });

    it.each([
      [{ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: null }, '{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}'],
      [undefined, ''],
      ['text', '"text"'],
    ])('compare %j by its meaning', (value, text) => {
      expect(poll.stableText(value)).toBe(text);
    });

    it('emit the picked value in a running agent, until the agent stops', async () => {
      let price = 1;
      server.answer((_, response) => json(response, { price, at: Math.random() }));
      agent = await startAgent([await disk.plugin()], { EVERY_URL: server.url });
      const { runtime } = agent;
      const heard: unknown[] = [];
      runtime.registerEvent('EVERY_PRICE_CHANGED', async (payload) => {
        heard.push([payload.source, 'value' in payload ? payload.value : undefined]);
        if (heard.length === 1) throw new Error('a handler that fails');
      });
      const asked = () => server.received.filter(({ path }) => path === '/watch').length;
      await expect.poll(asked, { timeout: 5000 }).toBe(2);
      price = 2;
      await expect.poll(() => heard.length, { timeout: 5000 }).toBe(2);
      expect(heard).toEqual([
        ['plugin-every-kind', 1],
        ['plugin-every-kind', 2],
      ]);
      expect(runtime.getService<never>('every_watch')).toMatchObject({ value: 2 });
      await agent.stop();
      agent = undefined;
      const seen = asked();
      await new Promise((resolve) => {
        setTimeout(resolve, 1100);
      });
      expect(asked()).toBe(seen);
    });

    it('start although the API cannot be reached', async () => {
      agent = await startAgent([await disk.plugin()], { EVERY_URL: 'http://127.0.0.1:9' });
      expect(agent.runtime.getService('every_watch')?.capabilityDescription).toBe(
        'Watches the price.',
      );
    });
  });

  describe('that a person writes', () => {
    it('offer what start gave, hear of the end, and stop although their stop throws', async () => {
      agent = await startAgent([await disk.plugin()], { EVERY_URL: 'http://127.0.0.1:9' });
      const service = agent.runtime.getService('every_own') as unknown as {
        body: { greet: () => string; log: string[] };
      };
      expect(service.body.greet()).toBe('hi');
      await agent.stop();
      agent = undefined;
      expect(service.body.log).toEqual(['aborted', 'stopped']);
    });

    it('start without their body when it throws, and when it is not written yet', async () => {
      const broken = await pluginOnDisk(
        { ...bare(), services: bare().services.slice(1) },
        'service-broken',
        {
          'src/handlers/every-own.service.ts': `
          export async function start(): Promise<{ stop?: () => Promise<void> }> { throw new Error('broken on purpose'); }`,
        },
      );
      agent = await startAgent([await broken.plugin()]);
      expect(agent.runtime.getService('every_own')).toMatchObject({ body: undefined });
      await agent.stop();
      const fresh = await pluginOnDisk(
        { ...bare(), services: bare().services.slice(1) },
        'service-fresh',
      );
      agent = await startAgent([await fresh.plugin()]);
      expect(agent.runtime.getService('every_own')).toMatchObject({ body: {} });
    });
  });

  it('are found by their type', async () => {
    agent = await startAgent([await disk.plugin()], { EVERY_URL: 'http://127.0.0.1:9' });
    const types = (runtime: IAgentRuntime) => [...runtime.getAllServices().keys()].sort();
    expect(types(agent.runtime)).toEqual(['every_kind_main_api', 'every_own', 'every_watch']);
    expect(disk.text('src/services/every-watch.ts')).toContain("EVERY_WATCH: 'every_watch'");
  });
});
