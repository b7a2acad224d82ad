import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BootPlan, BootProblem } from '../boot-protocol.js';
import { boot } from './boot.js';
import type { Channel } from './channel.js';

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-boot-')));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let count = 0;

/** Boots a plugin in this process, and gives what the harness would have sent. */
async function bootText(text: string, change: Partial<BootPlan> = {}) {
  const bundle = join(dir, `plugin-${count++}.mjs`);
  writeFileSync(bundle, text);
  const problems: BootProblem[] = [];
  const evidence: Record<string, unknown> = {};
  const steps: string[] = [];
  const channel: Channel = {
    step: (step) => steps.push(step),
    problem: (problem) => problems.push(problem),
    evidence: (section, value) => {
      evidence[section] = value;
    },
    request: () => {},
    end: () => {},
    current: () => steps.at(-1) ?? '',
  };
  const plan: BootPlan = {
    token: 't',
    bundle,
    settings: { WORD: 'from the settings' },
    generated: true,
    network: false,
    promises: [],
    actions: [],
    models: [],
    routes: [],
    stepMs: 2000,
    budgets: {},
    ...change,
  };
  await boot(plan, basename(bundle), channel);
  return { problems, evidence, steps, codes: problems.map((problem) => problem.code) };
}

const plugin = (fields: string, before = '') => `
  ${before}
  export default { name: 'plugin-probe', description: 'A probe.', ${fields} };
`;
const action = (handler: string, more = '') => `actions: [{
  name: 'PROBE_RUN', description: 'Runs.', validate: async () => true, ${more}
  handler: ${handler},
}]`;
const plan = {
  name: 'PROBE_RUN',
  input: { a: 1 },
  direct: { a: 2 },
  mustSucceed: true,
  withoutInput: true,
};
const good = `async () => ({ success: true, text: 'ran', data: { actionName: 'PROBE_RUN' } })`;

describe('boot', () => {
  it('hands parameters over in the state and in the options', async () => {
    const handler = `async (runtime, message, state, options, callback) => {
      const { actionParams, proberun } = state.data;
      const text = JSON.stringify({ p: options.parameters, actionParams, own: proberun?.a, s: runtime.getSetting('WORD') });
      await callback({ text: 'said ' + text });
      return { success: true, text, data: { actionName: 'PROBE_RUN' } };
    }`;
    const { problems, evidence } = await bootText(plugin(action(handler)), { actions: [plan] });
    expect(problems).toEqual([]);
    const [said] = evidence['actions'] as { input: string; reply: string; callbacks: string[] }[];
    expect(JSON.parse(said?.reply ?? '')).toEqual({
      actionParams: { a: 1 },
      own: 1,
      s: 'from the settings',
    });
    expect(JSON.parse(said?.input ?? '')).toEqual({ a: 1 });
    expect(said?.callbacks).toEqual([`said ${said?.reply}`]);
  });

  it.each([
    [
      'a failure',
      `async () => ({ success: false, text: 'no' })`,
      ['PW_BOOT_ACTION_FAILED', 'PW_BOOT_ACTION_FAILED'],
    ],
    ['no result', 'async () => undefined', ['PW_BOOT_ACTION_FAILED', 'PW_BOOT_NO_RESULT']],
    ['silence', 'async () => ({ success: true, data: {} })', ['PW_BOOT_ACTION_SILENT']],
    [
      'a bare failure',
      `async () => ({ success: false })`,
      ['PW_BOOT_ACTION_SILENT', 'PW_BOOT_BARE_RESULT'],
    ],
    [
      'a failing direct call',
      `async (r, m, s, o) => ({ success: !o.parameters, text: 'x' })`,
      ['PW_BOOT_ACTION_FAILED'],
    ],
  ])('objects to an action that answers with %s', async (_name, handler, codes) => {
    const found = await bootText(plugin(action(handler)), { actions: [plan] });
    expect(found.codes).toEqual(codes);
  });

  it('objects to an action that throws without its parameters', async () => {
    const handler = `async (r, m, s, o) => {
      const { a } = o.parameters ?? s.data.actionParams;
      if (a === undefined) throw new Error('where is a', { cause: new Error('nowhere') });
      return { success: true, text: 'ran' };
    }`;
    const { problems } = await bootText(plugin(action(handler)), { actions: [plan] });
    expect(problems).toMatchObject([
      {
        code: 'PW_BOOT_ACTION_THROWS',
        message: 'action PROBE_RUN without its parameters: where is a (nowhere)',
      },
    ]);
    expect(problems[0]?.stack).toContain('plugin-');
  });

  it('wants a boolean from validate', async () => {
    const { codes } = await bootText(
      plugin(action(good).replace('async () => true', 'async () => 1')),
    );
    expect(codes).toEqual(['PW_BOOT_ACTION_VALIDATE']);
  });

  it('ends a step at its limit', async () => {
    const { problems } = await bootText(plugin(action('() => new Promise(() => {})')), {
      stepMs: 600,
    });
    expect(problems.map((problem) => problem.code)).toEqual(['PW_BOOT_TIMEOUT', 'PW_BOOT_TIMEOUT']);
  });

  it('notices what the runtime left out', async () => {
    const remove = `init: async (config, runtime) => {
      const real = runtime.registerAction.bind(runtime);
      runtime.registerAction = (action) => real({ ...action });
      runtime.registerProvider = () => {};
      queueMicrotask(() => {});
    }, providers: [{ name: 'PROBE', get: async () => ({ text: 'x' }) }],
    routes: [{ type: 'GET', path: 'bare', handler: async (q, s) => void s.sendStatus(204) }]`;
    const { codes, evidence } = await bootText(plugin(`${remove}, ${action(good)}`));
    expect(codes).toEqual(['PW_BOOT_NOT_REGISTERED', 'PW_BOOT_NOT_REGISTERED']);
    expect(evidence['routes']).toEqual([
      { method: 'GET', path: '/plugin-probe/bare', status: 204 },
    ]);
  });

  it('wants text from providers and examples from evaluators', async () => {
    const { codes } = await bootText(
      plugin(`providers: [{ name: 'PROBE', get: async () => ({ text: 7 }) }],
        evaluators: [{ name: 'PROBE_EVAL', description: 'x', validate: async () => false, handler: async () => {} }]`),
    );
    expect(codes).toEqual(['PW_BOOT_PROVIDER_RESULT', 'PW_BOOT_EVALUATOR_SHAPE']);
  });

  it('calls routes as planned, and judges the answers', async () => {
    const { problems, evidence } = await bootText(
      plugin(`routes: [
        { type: 'GET', path: '/get/:id', handler: async (q, s) => { s.setHeader('a', 'b'); s.status(q.params.id === '7' && q.query.x === '1' ? 200 : 500).json({}); } },
        { type: 'POST', path: '/post', handler: async (q, s) => { s.set().header().type().write(); s.status(418).send(q.body); } },
        { type: 'GET', path: '/redirect', handler: async (q, s) => { if (!s.headersSent) s.redirect('/'); } },
        { type: 'STATIC', path: '/files', filePath: 'x' },
        { type: 'PUT', path: '/quiet', handler: async () => {} },
      ]`),
      {
        routes: [
          {
            method: 'GET',
            path: '/get/:id',
            params: { id: '7' },
            query: { x: '1' },
            mustSucceed: true,
          },
          {
            method: 'POST',
            path: '/post',
            params: {},
            query: {},
            body: { b: 1 },
            mustSucceed: true,
          },
        ],
      },
    );
    expect(problems).toMatchObject([
      { code: 'PW_BOOT_ROUTE_FAILED', message: 'route POST /post answered 418: {"b":1}' },
      { code: 'PW_BOOT_ROUTE_SILENT' },
    ]);
    expect(evidence['routes']).toMatchObject([
      { status: 200 },
      { status: 418 },
      { status: 200 },
      {},
    ]);
  });

  it('judges models of generated plugins', async () => {
    const models = `models: { TEXT_SMALL: async () => 5, TEXT_EMBEDDING: async () => 'x',
      OBJECT_SMALL: async () => null, TEXT_LARGE: async () => { throw new Error('no'); }, IMAGE: async () => [] }`;
    const { problems } = await bootText(plugin(models), {
      models: ['TEXT_SMALL', 'TEXT_LARGE', 'TEXT_EMBEDDING'],
    });
    expect(problems.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
      'error PW_BOOT_MODEL_RESULT',
      'error PW_BOOT_MODEL_RESULT',
      'error PW_BOOT_MODEL_THROWS',
      'warning PW_BOOT_MODEL_RESULT',
    ]);
  });

  it('drives events, tasks and services, and says which services run', async () => {
    const { problems, evidence } = await bootText(
      plugin(
        `services: [Probe, NoType], events: { ROOM_JOINED: [async (p) => { if (!p.runtime) throw new Error('x'); }] },
        init: async (config, runtime) => runtime.registerTaskWorker({ name: 'PROBE_TASK', validate: async () => true, execute: async () => {} })`,
        `class Probe { static serviceType = 'probe'; static async start() { return new Probe(); } capabilityDescription = 'probes'; async stop() {} }
         class NoType { static async start() { return new NoType(); } async stop() {} }`,
      ),
    );
    expect(problems.map((problem) => problem.code)).toEqual(['PW_BOOT_SERVICE_TYPE']);
    expect(evidence).toMatchObject({
      services: [{ type: 'probe', description: 'probes' }],
      events: ['ROOM_JOINED'],
      tasks: ['PROBE_TASK'],
    });
  });

  it.each([
    ['start', 'static async start() { throw new Error("no power"); }', 'PW_BOOT_SERVICE_START'],
    ['start without an instance', 'static async start() {}', 'PW_BOOT_SERVICE_START'],
    [
      'stop',
      'static async start() { return new Probe(); } async stop() { throw new Error("no"); }',
      'PW_BOOT_STOP',
    ],
  ])('objects to a service whose %s fails', async (_name, body, code) => {
    const found = await bootText(
      plugin('services: [Probe]', `class Probe { static serviceType = 'probe'; ${body} }`),
    );
    expect(found.codes).toEqual([code]);
  });

  it.each([
    ['setInterval(() => {}, 1000)', 'Timeout'],
    ['setInterval(() => {}, 1000).unref()', 'Timeout'],
    ['setTimeout(() => {}, 30_000)', 'Timeout'],
    ['process.once("SIGHUP", () => {})', 'listener SIGHUP'],
    ['net.createServer().listen(0, "127.0.0.1")', 'TCPSERVERWRAP'],
    ['new MessageChannel().port1.on("message", () => {})', 'MESSAGEPORT'],
  ])('finds that %s was left open', async (code, type) => {
    const { problems } = await bootText(
      plugin(
        `init: async () => { globalThis.probed = ${code}; }`,
        `import net from 'node:net'; import { MessageChannel } from 'node:worker_threads';`,
      ),
    );
    const found = (globalThis as { probed?: { close?: () => void } }).probed;
    if (found?.close) found.close();
    else clearTimeout(found as NodeJS.Timeout);
    process.removeAllListeners('SIGHUP');
    expect(problems[0]).toMatchObject({ code: 'PW_BOOT_LEAK' });
    expect(problems[0]?.message).toContain(`${type}: `);
    expect(problems[0]?.stack).toContain('plugin-');
  });

  it('knows the timer of the runtime itself, and lets short timers end', async () => {
    const { problems, evidence } = await bootText(
      plugin(
        'services: [Probe]',
        `class Probe { static serviceType = 'probe'; static async start() { setTimeout(() => {}, 300); AbortSignal.timeout(60000); return new Probe(); } async stop() {} }`,
      ),
    );
    expect(problems).toEqual([]);
    expect(evidence['resources']).toMatchObject({ runtimeTimers: 1 });
  });

  it('holds budgets', async () => {
    const slow = action(
      `async () => { await new Promise((r) => setTimeout(r, 30)); return { success: true, text: 'x' }; }`,
    );
    const { codes } = await bootText(plugin(slow), {
      actions: [{ name: 'PROBE_RUN', input: {}, mustSucceed: true, withoutInput: false }],
      budgets: { bootMs: 0, actionMs: 10 },
    });
    expect(codes).toEqual(['PW_BOOT_BUDGET', 'PW_BOOT_BUDGET']);
  });

  it.each([
    ['throw new Error("at import")', 'PW_BOOT_IMPORT'],
    ['export const nothing = 1', 'PW_BOOT_NO_PLUGIN'],
    [plugin('init: async () => { throw "a text"; }'), 'PW_BOOT_INIT'],
    [plugin('actions: {}'), 'PW_BOOT_SHAPE'],
    [plugin('events: []'), 'PW_BOOT_SHAPE'],
    [plugin('').replace('plugin-probe', '@scope/plugin-probe'), 'PW_BOOT_SHAPE'],
  ])('stops at %j', async (text, code) => {
    const found = await bootText(text);
    expect(found.codes).toEqual([code]);
    expect(found.evidence['actions']).toBeUndefined();
  });

  it('names every component that throws', async () => {
    const boom = 'async () => { throw new Error("boom"); }';
    const { codes } = await bootText(
      plugin(`providers: [{ name: 'P', get: ${boom} }],
        routes: [{ type: 'GET', path: '/r', handler: ${boom} }], events: { E: [${boom}] },
        init: async (c, runtime) => runtime.registerTaskWorker({ name: 'T', execute: ${boom} })`),
    );
    expect([...new Set(codes)].sort()).toEqual([
      'PW_BOOT_EVENT_THROWS',
      // The state of every later message is composed with the provider.
      'PW_BOOT_PROVIDER_THROWS',
      'PW_BOOT_ROUTE_THROWS',
      'PW_BOOT_TASK_THROWS',
    ]);
    const evaluator = await bootText(
      plugin(`evaluators: [{ name: 'E', description: 'e', examples: [], validate: async () => true, handler: ${boom} }],
        providers: [{ name: 'NOTHING', get: async () => ({}) }]`),
    );
    expect(evaluator.codes).toEqual(['PW_BOOT_EVALUATOR_THROWS']);
    expect(evaluator.evidence['providers']).toMatchObject([{ name: 'NOTHING', text: '' }]);
  });

  it('has models of its own for plugins that ask', async () => {
    const handler = `async (runtime) => {
      const all = ['TEXT_SMALL', 'TEXT_LARGE', 'OBJECT_SMALL', 'OBJECT_LARGE', 'TEXT_EMBEDDING'];
      const answers = await Promise.all(all.map((type) => runtime.useModel(type, { prompt: 'x' })));
      return { success: true, text: answers.map((answer) => typeof answer).join() };
    }`;
    const { evidence } = await bootText(plugin(action(handler)));
    expect(evidence['actions']).toMatchObject([{ reply: 'string,string,object,object,object' }]);
    expect(evidence['models']).toEqual([]);
  });

  it('misses what the spec promises', async () => {
    const { problems } = await bootText(plugin(action(good)), {
      promises: ['action PROBE_RUN', 'provider PROBE', 'route GET /x'],
    });
    expect(problems.map((problem) => problem.message)).toEqual([
      'the spec has provider PROBE, the running plugin has not',
      'the spec has route GET /x, the running plugin has not',
    ]);
  });

  it('runs test suites', async () => {
    const { problems } = await bootText(
      plugin(
        `tests: [{ name: 's', tests: [{ name: 'good', fn: () => {} }, { name: 'bad', fn: async () => { throw new Error('bad'); } }] }]`,
      ),
    );
    expect(problems).toMatchObject([
      { code: 'PW_BOOT_TEST_SUITE', message: 'test suite s > bad: bad' },
    ]);
  });

  it('finds a plugin under a named export, past other things', async () => {
    const { problems, evidence } = await bootText(`
      export const action = { name: 'A', description: 'd', handler: () => {} };
      export const somePlugin = { name: 'plugin-named', description: 'Named.' };
    `);
    expect(problems).toEqual([]);
    expect(evidence['boot']).toMatchObject({ plugin: 'plugin-named' });
  });
});
