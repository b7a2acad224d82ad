import type { Content, Memory } from '@elizaos/core';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAgent, type TestAgent, usualScript } from './__fixtures__/agent.js';
import { dynamicPlugin } from './plugin.js';
import packageJson from '../package.json' with { type: 'json' };

let home = '';
let agent: TestAgent;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'pw-actions-'));
  agent = await startAgent({ home, script: usualScript });
});
afterAll(async () => {
  await agent.stop();
  await rm(home, { recursive: true, force: true });
});

let count = 0;
const message = (text: string, more: Partial<Content> = {}): Memory => ({
  id: `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  entityId: agent.userId,
  roomId: agent.roomId,
  content: { text, source: 'test_client', ...more },
});
const offered = async (text: string, more: Partial<Content> = {}) => {
  const { runtime } = agent;
  const names = await Promise.all(
    runtime.actions.map(async (action) =>
      dynamicPlugin.actions?.includes(action) &&
      (await action.validate(runtime, message(text, more)))
        ? action.name
        : '',
    ),
  );
  return names.filter(Boolean);
};
/** The way core runs an action that a model chose. */
const run = async (name: string, given: Memory) => {
  const said: Content[] = [];
  await agent.runtime.processActions(
    given,
    [{ ...message(''), entityId: agent.runtime.agentId, content: { actions: [name] } }],
    undefined,
    async (content) => {
      said.push(content);
      return [];
    },
  );
  return { said, results: agent.runtime.getActionResults(given.id!) };
};

describe('the actions', () => {
  it.each([
    ['Build a plugin that rolls dice', ['CREATE_PLUGIN']],
    ['I want an integration for the GitHub API', ['CREATE_PLUGIN']],
    ['```yaml\nspecVersion: 1\n```', ['CREATE_PLUGIN']],
    ['Which plugins have you made?', ['LIST_PLUGIN_JOBS']],
    ['Is my dice plugin ready?', ['CHECK_PLUGIN_STATUS']],
    ['Stop building that plugin', ['CANCEL_PLUGIN_CREATION']],
    ['Any news?', []],
    ['Never mind', []],
    ['The weather is nice today, and I would like to talk about my holidays in Spain', []],
    ['How do I create a plugin?', []],
    ['My plugin crashed, what now? I hate when that happens to me', []],
    ['Tell me a joke about plugins', []],
    ['', []],
    [`Build a plugin ${'x'.repeat(30_000)}`, []],
  ])('are offered for what they are for: %j', async (text, names) => {
    expect(await offered(text)).toEqual(names);
  });

  it('leave a result that others of the same message find, and say the same in the room', async () => {
    const { said, results } = await run(
      'LIST_PLUGIN_JOBS',
      message('Which plugins have you made?'),
    );
    expect(said).toMatchObject([
      { text: 'No plugin was ordered here yet.', source: 'test_client' },
    ]);
    expect(results).toMatchObject([
      {
        success: true,
        text: 'No plugin was ordered here yet.',
        data: { actionName: 'LIST_PLUGIN_JOBS', jobIds: [] },
      },
    ]);
  });

  it.each(['CHECK_PLUGIN_STATUS', 'CANCEL_PLUGIN_CREATION', 'ANSWER_PLUGIN_QUESTION'])(
    '%s fails as a result when there is nothing',
    async (name) => {
      const { said, results } = await run(name, message('the plugin'));
      expect(said).toHaveLength(1);
      expect(results).toMatchObject([{ success: false, data: { actionName: name, jobId: null } }]);
    },
  );

  it('order once when a message arrives twice', async () => {
    const given = message('Build a plugin that watches an RSS feed and posts new items');
    const first = await run('CREATE_PLUGIN', given);
    const data = first.results[0]?.data as { jobId: string; created: boolean };
    expect(data.created).toBe(true);
    const again = await agent.runtime.actions
      .find(({ name }) => name === 'CREATE_PLUGIN')!
      .handler(agent.runtime, given);
    expect(again).toMatchObject({ success: true, data: { jobId: data.jobId, created: false } });
    await agent.posted(/Which feed/);
    expect(await offered('every day at nine')).toEqual(['ANSWER_PLUGIN_QUESTION']);
    expect(await offered('Any news?')).toEqual(['CHECK_PLUGIN_STATUS']);
    expect(await offered('Never mind')).toEqual(['CANCEL_PLUGIN_CREATION']);
    const named = await run('CHECK_PLUGIN_STATUS', message(`job ${data.jobId.slice(-8)}?`));
    expect(named.results).toMatchObject([{ data: { jobId: data.jobId, state: 'asking' } }]);
    const other = await run('CHECK_PLUGIN_STATUS', message('job 00000000?'));
    expect(other.results).toMatchObject([{ success: false }]);
    await agent.service.cancel(data.jobId, 'done');
  });

  it('take what a planner made of a message that says nothing itself', async () => {
    const action = agent.runtime.actions.find(({ name }) => name === 'CREATE_PLUGIN')!;
    const state = {
      values: {},
      text: '',
      data: { actionParams: { request: 'Watch an RSS feed' } },
    };
    const result = await action.handler(agent.runtime, message('yes, that one'), state);
    expect(result).toMatchObject({ success: true });
    const { jobId } = result!.data as { jobId: string };
    const [newest] = await agent.service.list(agent.roomId);
    expect(newest?.job).toMatchObject({ id: jobId, title: 'Watch an RSS feed' });
    await agent.service.cancel(jobId, 'done');
  });

  it('have examples that show no other form than core knows', () => {
    for (const { examples, similes, description } of dynamicPlugin.actions ?? []) {
      expect(similes?.length).toBeGreaterThan(1);
      expect(description).not.toBe('');
      for (const turn of examples?.flat() ?? [])
        expect(turn).toMatchObject({ name: /./, content: { text: /./ } });
    }
  });
});

describe('the providers', () => {
  const said = async (name: string, text: string) => {
    const provider = agent.runtime.providers.find((one) => one.name === name)!;
    return (await provider.get(agent.runtime, message(text), {} as never)).text;
  };
  it('say nothing when there is nothing to say', async () => {
    // What was cancelled before is told first.
    while (agent.service.active().length > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await said('PLUGIN_JOBS', 'Any news about the plugin?')).toBe('');
    expect(await said('PLUGIN_CAPABILITIES', 'How are you?')).toBe('');
  });

  it('say what can be made when plugins are talked of', async () => {
    expect(await said('PLUGIN_CAPABILITIES', 'Can you make plugins?')).toContain('https address');
  });

  it('say nothing, and the actions that they are not ready, without the service', async () => {
    const without = Object.assign(Object.create(agent.runtime), { getService: () => null });
    const broken = Object.assign(Object.create(agent.runtime), {
      getService: () => {
        throw new Error('away');
      },
    });
    for (const { get } of dynamicPlugin.providers ?? [])
      for (const runtime of [without, broken])
        expect(await get(runtime, message('plugin'), {} as never)).toMatchObject({ text: '' });
    for (const { handler, validate } of dynamicPlugin.actions ?? []) {
      expect(await validate(without, message('Build a plugin'))).toBe(false);
      expect(await handler(without, message('Build a plugin'))).toMatchObject({
        success: false,
        text: 'I am not ready to make plugins yet.',
      });
    }
  });
});

describe('the settings', () => {
  it('are all declared, so that the agent passes them on', async () => {
    const source = await readFile(join(import.meta.dirname, 'settings.ts'), 'utf8');
    const read = [...source.matchAll(/'(PLUGWRIGHT_[A-Z_]+)'/g)].map(([, name]) => name);
    const declared = Object.keys(packageJson.agentConfig.pluginParameters);
    expect([...new Set(read)].sort()).toEqual(declared.sort());
    expect(await readdir(home)).toContain('jobs');
  });
});
