import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAgent, type TestAgent, usualScript } from './__fixtures__/agent.js';

let home = '';
let agents: TestAgent[] = [];
beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'pw-agent-')));
});
afterEach(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  agents = [];
  await rm(home, { recursive: true, force: true });
});
const start = async (options: Partial<Parameters<typeof startAgent>[0]> = {}) => {
  const agent = await startAgent({ home, script: usualScript, ...options });
  agents.push(agent);
  return agent;
};
const feed = 'Create a plugin that watches an RSS feed and posts new items to the channel';

describe('an agent with the plugin', { timeout: 120_000 }, () => {
  it('takes an order, asks in the room, goes on with the answer, and posts the verdict', async () => {
    const agent = await start();
    const reply = await agent.say(feed);
    const [, id = ''] = /job ([0-9a-f]{8})/.exec(reply) ?? [];
    expect(reply).toContain('I make the plugin');
    const question = await agent.posted(/Which feed should be read/);
    expect(question).toContain(id);
    expect(question).toContain('Say "skip"');
    expect(await agent.say('How far is the plugin?')).toContain('waits for an answer');
    expect(agent.prompts.at(-1)).toContain('use ANSWER_PLUGIN_QUESTION');
    expect(await agent.say('banana')).toContain(`Job ${id} goes on`);
    await agent.posted(/"banana" changes nothing/);
    expect(await agent.say('https://example.com/feed.xml')).toContain(`Job ${id} goes on`);
    expect(await agent.posted(/Now I check it/)).toContain(id);
    expect(await agent.say('How far is the plugin?')).toMatch(/is being made: \w+/);
    const verdict = await agent.posted(/is ready/);
    expect(verdict).toContain(`plugin-watches-feed is ready (job ${id})`);
    expect(verdict).toContain('Checked: parse, types, bundle, boot, tests; all passed.');
    const [, directory = ''] = /It lies in (\S+)\.\n/.exec(verdict) ?? [];
    expect(await readdir(directory)).toContain('plugwright.yaml');
    expect(await agent.say('Which plugins have you made?')).toMatch(new RegExp(`${id}\\) is done`));
    expect(agent.posts.filter((post) => /is ready/.test(post))).toHaveLength(1);
  });

  it('stops a job for good, and says so', async () => {
    const agent = await start();
    await agent.say('Build a plugin that rolls dice and flips coins');
    await agent.posted(/Now I check it/);
    expect(await agent.say('Stop building that plugin')).toMatch(/^Job [0-9a-f]{8} is stopped\.$/);
    expect(await agent.posted(/is cancelled/)).toContain('rolls dice');
    expect(await agent.say('Stop building that plugin')).toContain('There is nothing to stop.');
    expect(agent.service.activeIn(agent.roomId)).toEqual([]);
    expect(await agent.say('How far is the plugin?')).toContain('was cancelled.');
  });

  it('says what is wrong with an order, and that it failed', async () => {
    const agent = await start();
    await agent.say('Make a plugin from this:\n```yaml\nspecVersion: 1\nname: 7\n```');
    expect(await agent.posted(/failed/)).toMatch(
      /^"Make a plugin from this:" failed \(job .{8}\): /,
    );
    const refused = await agent.say('Make a plugin from the file ../../etc/secret.yaml');
    expect(refused).toContain('I am not allowed to read files here.');
    expect(await agent.say('Make a plugin from http://example.com/openapi.json')).toContain(
      'https only',
    );
  });

  it('takes the likely answer when told to skip', async () => {
    const agent = await start({ canPost: false });
    await agent.say(feed);
    const inRoom = async () =>
      (await agent.runtime.getMemories({ roomId: agent.roomId, tableName: 'messages', count: 50 }))
        .filter(({ entityId }) => entityId === agent.runtime.agentId)
        .map(({ content }) => content.text ?? '');
    const seen = async (pattern: RegExp) => {
      while (!(await inRoom()).some((text) => pattern.test(text)))
        await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await seen(/Which feed should be read/);
    expect(await agent.say('skip')).toContain('goes on');
    await seen(/Now I check it/);
    await agent.say('Cancel the plugin job');
    await seen(/is cancelled/);
  });

  it('hands its job back when it stops, and goes on when it starts', async () => {
    const first = await start();
    await first.say('Build a plugin that rolls dice and flips coins');
    await first.posted(/Now I check it/);
    const id = first.service.active()[0]?.job.id ?? '';
    await first.stop();
    agents = [];
    const second = await start();
    expect(second.service.active().map((one) => one.job.id)).toEqual([id]);
    await second.say('Cancel the plugin job');
    expect(await second.posted(/is cancelled/)).toContain(id.slice(-8));
  });

  it.each([
    ['nobody', null],
    ['a guest', 'NONE'],
    ['a stranger', 'MEMBER'],
  ])('does nothing for %s', async (_, role) => {
    const agent = await start({ role });
    expect(await agent.say(feed)).toMatch(/^Only OWNER or ADMIN may do this here, and you/);
    expect(await agent.say('Which plugins have you made?')).toMatch(/^Only OWNER/);
    expect(await agent.service.list()).toEqual([]);
  });

  it('says who has the jobs when another agent shares the directory, and takes over when that one is gone', async () => {
    const first = await start();
    const second = await start({ name: 'Bob' });
    const refused = await second.say(feed);
    expect(refused).toContain('I cannot make plugins now');
    expect(refused).toContain(`process ${process.pid}`);
    await first.stop();
    agents = agents.filter((agent) => agent !== first);
    expect(await second.say(feed)).toContain('I make the plugin');
  });

  it('says what is wrong with its settings, and starts all the same', async () => {
    const agent = await start({ settings: { PLUGWRIGHT_CONCURRENCY: 'many' } });
    expect(agent.service.problem).toContain('PLUGWRIGHT_CONCURRENCY has to be a whole number');
    expect(await agent.say(feed)).toMatch(/^Only nobody may do this/);
  });
});
