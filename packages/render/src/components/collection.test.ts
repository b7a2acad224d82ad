import { readFileSync } from 'node:fs';
import { readSpec } from '@plugwright/spec';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { hostileTexts } from '../__fixtures__/hostile-texts.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

const text = readFileSync(new URL('../../../../examples/collection.yaml', import.meta.url), 'utf8');

function specOf(change: (yaml: string) => string = (yaml) => yaml) {
  const read = readSpec(change(text));
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.spec;
}

describe('collections', () => {
  let disk: PluginOnDisk;
  let agent: Agent;
  const start = async (from: PluginOnDisk = disk) => {
    const tables = { memories: [], tasks: [], cache: new Map<string, unknown>() };
    agent = await startAgent([await from.plugin()], {}, tables);
  };
  const say = async (name: string, input: Record<string, unknown> = {}) =>
    (await agent.act(`TASKS_${name}`, input)).result;
  const add = async (title: string) => {
    const result = await say('ADD', { title });
    return (result!.data as { item: { id: string } }).item.id;
  };

  beforeAll(async () => {
    disk = await pluginOnDisk(specOf(), 'collection');
  });
  afterEach(async () => agent.stop());

  it('is kept, completed, changed, searched and removed', async () => {
    await start();
    await add('Buy milk');
    const bread = await add('Buy bread');
    expect((await say('LIST'))?.text).toContain(`2. Buy bread (priority: normal) [id ${bread}]`);
    expect((await say('COMPLETE', { which: bread }))?.text).toBe('Done: Buy bread.');
    expect((await say('LIST', { show: 'open' }))?.text).toMatch(/^1 open task:\n1\. Buy milk/);
    expect((await say('REOPEN', { which: 'number 2' }))?.text).toBe('Open again: Buy bread.');
    expect((await say('UPDATE', { which: 'MILK', priority: 'high' }))?.text).toContain(
      'Buy milk (priority: high)',
    );
    expect((await say('SEARCH', { query: 'high' }))?.text).toMatch(/^1 task with "high":/);
    expect((await say('REMOVE', { which: 'milk' }))?.text).toBe('Removed the task Buy milk.');
    expect((await say('GET', { which: '1' }))?.text).toMatch(/^Buy bread .*, added on \d{4}-/);
    expect((await say('CLEAR', { only: 'done' }))?.text).toBe('There was no task to remove.');
    expect((await say('CLEAR'))?.text).toBe('Removed 1 task.');
    expect((await say('LIST'))?.text).toBe('There are no tasks.');
  });

  it('asks which one is meant, and changes nothing meanwhile', async () => {
    await start();
    await add('Buy milk');
    await add('Buy bread');
    const asked = await say('REMOVE', { which: 'buy' });
    expect(asked).toMatchObject({ success: false });
    expect(asked?.text).toMatch(/^2 tasks fit "buy"\. Which one do you mean\?\n1\. Buy milk/);
    const missed = await say('REMOVE', { which: 'eggs' });
    expect(missed?.text).toMatch(/^No task fits "eggs"\. There are these:\n1\. Buy milk/);
    expect((await say('LIST'))?.data).toMatchObject({ total: 2 });
  });

  it('takes a whole name before words, and says what an empty list lacks', async () => {
    await start();
    expect((await say('GET', { which: 'x' }))?.text).toBe(
      'No task fits "x". There are no tasks yet.',
    );
    await add('Buy milk');
    await add('Buy milk and bread');
    expect((await say('COMPLETE', { which: 'buy milk' }))?.text).toBe('Done: Buy milk.');
    expect((await say('UPDATE', { which: '1' }))?.text).toBe(
      'Please tell me what to change: title, priority.',
    );
  });

  it('outlives a restart, and loses nothing when many come at once', async () => {
    await start();
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(`Task ${index}`)));
    const { agentId } = agent.runtime;
    const { tables } = agent;
    await agent.stop();
    agent = await startAgent([await disk.plugin()], {}, tables, agentId);
    expect((await say('LIST', { limit: 3 }))?.text).toMatch(
      /^20 tasks:\n1\. .*\n2\. .*\n3\. .*\n\(and 17 more\)$/,
    );
  });

  it.each([
    ['agent', true, true],
    ['room', true, false],
    ['user', false, true],
  ])(
    'of scope %s is shared with others in the room: %s, in other rooms: %s',
    async (scope, others, rooms) => {
      const scoped = await pluginOnDisk(
        specOf((yaml) => yaml.replace('    item: task', `    item: task\n    scope: ${scope}`)),
        `collection-${scope}`,
      );
      await start(scoped);
      await add('Buy milk');
      const { runtime, message } = agent;
      const list = runtime.actions.find(({ name }) => name === 'TASKS_LIST');
      const seenBy = async (change: object) => {
        const said = { ...message({ text: '' }), ...change };
        const result = await list?.handler(runtime, said, undefined, { parameters: {} });
        return (result!.data as { total: number }).total === 1;
      };
      expect(await seenBy({})).toBe(true);
      expect(await seenBy({ entityId: runtime.agentId })).toBe(others);
      expect(await seenBy({ roomId: runtime.agentId })).toBe(rooms);
    },
  );

  it('says when it is full, and when the database keeps nothing', async () => {
    const small = await pluginOnDisk(
      specOf((yaml) => yaml.replace('    item: task', '    item: task\n    maxItems: 1')),
      'collection-small',
    );
    await start(small);
    await add('Buy milk');
    expect(await say('ADD', { title: 'Buy bread' })).toMatchObject({
      success: false,
      text: 'The list is full: 1 task. Remove one first.',
    });
    agent.runtime.setCache = async () => false;
    expect((await say('CLEAR'))?.text).toContain('the database did not keep the change');
    agent.runtime.getCache = async () => 'rubbish' as never;
    expect((await say('LIST'))?.text).toContain('is no list of entries');
    const state = await agent.runtime.composeState(
      agent.message({ text: '' }),
      ['OPEN_TASKS'],
      true,
    );
    expect(state.text).toBe('');
  });

  it('tells the agent what is open, newest first', async () => {
    await start();
    const told = async () =>
      (await agent.runtime.composeState(agent.message({ text: '' }), ['OPEN_TASKS'], true)).text;
    expect(await told()).toBe('There are no tasks.');
    for (let index = 1; index <= 12; index++) await add(`Task ${index}`);
    await say('COMPLETE', { which: '12' });
    expect(await told()).toMatch(
      /^12 tasks \(11 open\):\n11\. Task 11 [\s\S]*\n2\. Task 2 .*\n\(and 2 more\)$/,
    );
  });

  it.each(hostileTexts.filter((one) => one.trim() !== '' && one.length <= 200))(
    'keeps %j as it is',
    async (title) => {
      await start();
      const id = await add(title);
      expect((await say('GET', { which: id }))?.data).toMatchObject({
        item: { fields: { title } },
      });
    },
  );
});
