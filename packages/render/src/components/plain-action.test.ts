import type { Plugin } from '@elizaos/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { hostileTexts } from '../__fixtures__/hostile-texts.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

const bare = () => specOnlyWith('actions');

describe('actions without a request', () => {
  let disk: PluginOnDisk;
  let agent: Agent;
  const prompts: string[] = [];
  let modelAnswer = ' forty-two \n';
  const brain: Plugin = {
    name: 'plugin-brain',
    description: 'A model for tests.',
    models: {
      TEXT_SMALL: async (_, { prompt }) => {
        prompts.push(prompt);
        return modelAnswer;
      },
    },
  };
  beforeAll(async () => {
    disk = await pluginOnDisk(bare(), 'plain-action');
    agent = await startAgent([brain, await disk.plugin()]);
  });
  afterAll(async () => agent.stop());

  it('fill a text in, leave other braces alone, and leave nothing for what is not given', async () => {
    const { result, replies } = await agent.act('EVERY_GREET', { who: 'Ada' });
    expect(result).toMatchObject({
      success: true,
      text: 'Hello Ada, ! {unknown} {"a": 1}',
      data: { actionName: 'EVERY_GREET' },
    });
    expect(replies).toMatchObject([{ text: 'Hello Ada, ! {unknown} {"a": 1}', source: 'test' }]);
  });

  it.each(hostileTexts.filter((text) => text.trim() !== ''))(
    'put a value in as it is: %j',
    async (who) => {
      const { result } = await agent.act('EVERY_GREET', { who });
      expect(result?.text).toBe(`Hello ${who}, ! {unknown} {"a": 1}`);
    },
  );

  it('ask the model with values, never with template tags', async () => {
    prompts.length = 0;
    const question = 'What is {{apiKey}} {{{this}}} {question}?';
    const { result } = await agent.act('EVERY_ASK', { question });
    expect(result).toMatchObject({
      success: true,
      text: 'forty-two',
      data: { actionName: 'EVERY_ASK' },
    });
    expect(prompts).toEqual(['Answer: What is { {apiKey} } { { {this} } } {question}?']);
  });

  it('fail when the model says nothing', async () => {
    modelAnswer = ' ';
    expect((await agent.act('EVERY_ASK', { question: 'x' })).result).toMatchObject({
      success: false,
      text: 'The model gave no answer.',
    });
  });

  it('say that a body is not written yet', async () => {
    expect((await agent.act('EVERY_WRITE', { amount: '3' })).result).toMatchObject({
      success: false,
      text: 'EVERY_WRITE is not written yet: its body goes into src/handlers/every-write.ts.',
      data: { actionName: 'EVERY_WRITE' },
    });
    const scaffold = disk.tree.find(({ path }) => path === 'src/handlers/every-write.ts');
    expect(scaffold?.owner).toBe('scaffold');
    expect(scaffold?.text).toContain('* Ask the accountant.');
    expect(scaffold?.text).toContain('_input: EveryWriteActionInput');
  });

  it('hand checked input to a body that a person wrote, and live when it throws', async () => {
    const written = await pluginOnDisk(bare(), 'plain-action-written', {
      'src/handlers/every-write.ts': `
        import type { EveryWriteActionInput } from '../actions/every-write.js';
        export async function handle({ amount, tag }: EveryWriteActionInput) {
          if (amount > 5) throw new Error('too much');
          return { text: \`\${amount * 2} \${tag?.label ?? 'no tag'}\`, values: { amount } };
        }`,
    });
    const other = await startAgent([await written.plugin()]);
    const run = async (input: Record<string, unknown>) =>
      (await other.act('EVERY_WRITE', input)).result;
    expect(await run({ amount: '4', tag: { label: 'x', parent: { label: 'y' } } })).toMatchObject({
      success: true,
      text: '8 x',
      values: { amount: 4 },
    });
    expect(await run({ amount: 9 })).toMatchObject({
      success: false,
      text: 'EVERY_WRITE failed: too much',
    });
    expect(await run({ amount: 0 })).toMatchObject({
      success: false,
      text: expect.stringContaining('amount'),
    });
    expect(await run({ amount: 1, tag: {} })).toMatchObject({ success: false });
    await other.stop();
  });
});
