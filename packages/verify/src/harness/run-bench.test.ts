import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchLine, BenchPlan } from '../bench-protocol.js';
import { measureMemory } from './bench-memory.js';
import { takeTimes } from './bench-time.js';
import { slopeOf } from '../bench/statistics.js';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runBench } from './run-bench.js';

setFlagsFromString('--expose-gc');
/** As `--expose-gc` gives it to the processes of the benchmark. */
const collectGarbage = runInNewContext('gc') as () => void;
let directory = '';
let count = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'plugwright-bench-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function bench(text: string, change: Partial<BenchPlan>): Promise<BenchLine[]> {
  const bundle = join(directory, `plugin-${count++}.mjs`);
  writeFileSync(bundle, text);
  const lines: BenchLine[] = [];
  const plan: BenchPlan = {
    token: 't',
    bundle,
    settings: { WORD: 'w' },
    mode: 'time',
    inputs: { PROBE_RUN: { a: 1 } },
    callMs: 200,
    componentMs: 20,
    calls: 20,
    ...change,
  };
  await runBench(plan, (line) => lines.push(line));
  return lines;
}

const plugin = `
  class Probe { static serviceType = 'probe'; static async start() { return new Probe(); } capabilityDescription = 'p'; async stop() { clearInterval(globalThis.probed); } }
  let calls = 0;
  export default {
    name: 'plugin-probe', description: 'A probe.', services: [Probe],
    actions: [
      { name: 'PROBE_RUN', description: 'd', validate: async () => true,
        handler: async (runtime, message, state, options) => {
          await runtime.setCache('seen', [...((await runtime.getCache('seen')) ?? []), 1]);
          const seen = (await runtime.getCache('seen')).length;
          return { success: options.parameters.a === 1 && state.data.actionParams.a === 1 && seen === 1, text: 'seen ' + seen };
        } },
      { name: 'PROBE_FAIL', description: 'd', validate: async () => true, handler: async () => ({ success: false, text: 'no network' }) },
      { name: 'PROBE_THROW', description: 'd', validate: async () => true, handler: async () => { throw new Error('boom'); } },
      { name: 'PROBE_HANG', description: 'd', validate: async () => true, handler: () => new Promise(() => {}) },
      { name: 'PROBE_VOID', description: 'd', validate: async () => true, handler: async () => { if (++calls > 2) throw new Error('twice is enough'); } },
    ],
    providers: [{ name: 'PROBE_NOW', get: async () => ({ text: 'now' }) }],
  };
`;

describe('a process of the benchmark', () => {
  it('times what can be called, from the same start each time, and says why it does not time the rest', async () => {
    const [line] = await bench(plugin, {});
    if (line?.type !== 'time') throw new Error('no times');
    expect(line.components.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'action PROBE_RUN',
      'provider PROBE_NOW',
    ]);
    for (const { calls, p50, p95, relative } of line.components) {
      expect(calls).toBeGreaterThan(30);
      expect(p95).toBeGreaterThanOrEqual(p50);
      expect(relative).toBeGreaterThan(0);
    }
    expect(line.notEvaluated).toEqual([
      { kind: 'action', name: 'PROBE_FAIL', reason: 'it answers a failure: no network' },
      { kind: 'action', name: 'PROBE_THROW', reason: 'boom' },
      { kind: 'action', name: 'PROBE_HANG', reason: 'a call took more than 200 ms' },
      { kind: 'action', name: 'PROBE_VOID', reason: 'a later call failed: twice is enough' },
    ]);
    for (const value of [line.importMs, line.registerMs, line.runtimeMs, line.referenceMs])
      expect(value).toBeGreaterThan(0);
  });

  it('finds what is open after stop', async () => {
    const open = (code: string) =>
      plugin
        .replace('return new Probe();', `${code}; return new Probe();`)
        .replace(/ PROBE_HANG.*/, '');
    const lines = await bench(open('globalThis.probed = setInterval(() => {}, 1000)'), {
      mode: 'handles',
      callMs: 50,
    });
    expect(lines).toEqual([{ type: 'handles', left: [] }]);
    const [leaky] = await bench(open('globalThis.other = setInterval(() => {}, 1000)'), {
      mode: 'handles',
      callMs: 50,
    });
    clearInterval((globalThis as { other?: NodeJS.Timeout }).other);
    expect(leaky).toMatchObject({
      left: [{ type: 'Timeout', detail: 'interval of 1000 ms still running' }],
    });
  });

  it('needs the collector for memory, and a plugin for everything', async () => {
    await expect(bench(plugin, { mode: 'memory' })).rejects.toThrow('cannot be called');
    await expect(bench('export const a = 1;', {})).rejects.toThrow('no export is a plugin object');
  });
});

describe('what works without being asked', () => {
  const service = (start: string, stop = '') => `
    const kept = [];
    class Watch {
      static serviceType = 'watch';
      static async start(runtime) { const own = new Watch(); ${start}; return own; }
      capabilityDescription = 'w';
      async stop() { clearInterval(this.timer); ${stop} }
    }
    export default {
      name: 'plugin-watch', description: 'd', services: [Watch],
      events: { NEWS: [async (payload) => { if (globalThis.keepNews) kept.push(new Array(64).fill(payload)); }] },
      routes: [{ type: 'POST', path: '/news', handler: async (request, response) => { response.status(200).json({}); } }],
    };`;
  const growthOf = async (text: string) => {
    const gc = globalThis.gc;
    globalThis.gc = (() => collectGarbage()) as never;
    try {
      const [line] = await bench(text, { mode: 'memory', calls: 200, componentMs: 20_000 });
      if (line?.type !== 'memory') throw new Error('no memory');
      return { ...line, perCall: slopeOf(line.bytes) / line.callsPerBlock };
    } finally {
      globalThis.gc = gc;
    }
  };

  it('is started and stopped, sent and requested, and keeps nothing', async () => {
    const quiet = await growthOf(service('own.timer = setInterval(() => {}, 3_600_000)'));
    expect(quiet.components).toEqual(['service watch', 'event NEWS', 'route POST /news']);
    expect(quiet.notEvaluated).toEqual([]);
    expect(quiet.perCall).toBeLessThan(256);
  });

  // 32 KiB at once: the process of the tests gives back memory of its own meanwhile, about 2 KiB for each call.
  it.each([
    ['a list that grows with each start', 'kept.push(new Array(4096).fill(1))'],
    [
      'a list that grows with each turn of an interval',
      'own.timer = setInterval(() => kept.push(new Array(4096).fill(1)), 3_600_000)',
    ],
    [
      'a timer that nobody ends',
      'own.state = new Array(4096).fill(1); setInterval(() => own, 3_600_000).unref()',
    ],
    [
      'a listener that nobody takes away',
      'own.state = new Array(4096).fill(1); process.setMaxListeners(0); process.on("beforeExit", globalThis.listened = () => own)',
    ],
  ])('grows by %s', async (_what, start) => {
    const { perCall } = await growthOf(service(start));
    process.removeAllListeners('beforeExit');
    expect(perCall).toBeGreaterThan(256);
  });

  it('is measured also where the turn of an interval throws, as it came too soon', async () => {
    const { components } = await growthOf(
      service('own.timer = setInterval(() => { throw new Error("not ready") }, 3_600_000)'),
    );
    expect(components).toContain('service watch');
  });

  it('runs again after each stop, so that actions that need it can be called', async () => {
    const text = service('globalThis.watching = true', 'globalThis.watching = false').replace(
      'services: [Watch],',
      `services: [Watch], actions: [{ name: 'ASK', description: 'd', validate: async () => true,
        handler: async () => ({ success: globalThis.watching === true, text: 'stopped' }) }],`,
    );
    const { components, notEvaluated } = await growthOf(text);
    expect(notEvaluated).toEqual([]);
    expect(components).toContain('action ASK');
  });

  it('grows by what a handler of events keeps', async () => {
    Object.assign(globalThis, { keepNews: true });
    try {
      expect((await growthOf(service(''))).perCall).toBeGreaterThan(128);
    } finally {
      Object.assign(globalThis, { keepNews: false });
    }
  });

  it('is said not to be measured when it cannot be started again', async () => {
    const { components, notEvaluated } = await growthOf(
      service(
        'if (globalThis.oneWatch) throw new Error("the port is taken"); globalThis.oneWatch = true',
      ),
    );
    Reflect.deleteProperty(globalThis, 'oneWatch');
    expect(components).toEqual(['event NEWS', 'route POST /news']);
    expect(notEvaluated).toEqual([{ kind: 'service', name: 'watch', reason: 'the port is taken' }]);
  });
});

const component = (name: string, call: () => Promise<void>) => ({
  kind: 'action' as const,
  name,
  restore: () => {},
  call,
});

describe('memory', () => {
  it('is looked at between blocks of calls of what is fast enough', async () => {
    let calls = 0;
    let collected = 0;
    const growth = await measureMemory(
      [
        component('FAST', async () => void (calls += 1)),
        component('SLOW', () => new Promise((resolve) => setTimeout(resolve, 3))),
        component('BROKEN', async () => Promise.reject(new Error('no'))),
      ],
      100,
      300,
      () => void (collected += 1),
    );
    expect(growth).toMatchObject({ callsPerBlock: 50, components: ['action FAST'] });
    expect(growth.bytes).toHaveLength(7);
    expect(growth.notEvaluated).toEqual([
      { kind: 'action', name: 'SLOW', reason: expect.stringMatching(/^a call takes \d/) as string },
      { kind: 'action', name: 'BROKEN', reason: 'no' },
    ]);
    expect(calls).toBeGreaterThanOrEqual(600);
    expect(collected).toBe(28);
  });

  it('is not looked at when nothing can be called', async () => {
    const growth = await measureMemory([], 100, 300, () => {});
    expect(growth).toMatchObject({ bytes: [], components: [] });
  });
});

it('leaves out what fails later, and tells work from waiting', async () => {
  let calls = 0;
  const { components, notEvaluated } = await takeTimes(
    [
      component('LATER', async () => {
        calls += 1;
        if (calls > 2500) throw new Error('worn out');
      }),
      component('WAITS', () => new Promise((resolve) => setTimeout(resolve, 4))),
    ],
    60,
  );
  expect(components.map(({ name, busy }) => `${name} ${busy < 0.5}`)).toEqual(['WAITS true']);
  expect(notEvaluated).toEqual([
    { kind: 'action', name: 'LATER', reason: 'a later call failed: worn out' },
  ]);
});

it('stops calling what takes longer with each call, and says so', async () => {
  const listeners: number[] = [];
  const growth = await measureMemory(
    [
      component('LISTENS', async () => {
        listeners.push(0);
        const until = performance.now() + listeners.length / 100;
        while (performance.now() < until);
      }),
    ],
    100,
    50,
    () => {},
  );
  expect(growth).toMatchObject({ bytes: [], components: [] });
  expect(growth.notEvaluated).toEqual([
    { kind: 'action', name: 'LISTENS', reason: 'calls took longer and longer' },
  ]);
});
