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
});
