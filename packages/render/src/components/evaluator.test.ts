import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

const EMPTY = { values: {}, data: {}, text: '' };
const bare = () => specOnlyWith('evaluators');

describe('evaluators', () => {
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  beforeAll(async () => {
    disk = await pluginOnDisk(bare(), 'evaluator');
  });
  afterEach(async () => agent?.stop());

  const hear = async (text: string, didRespond = true): Promise<Agent> => {
    agent ??= await startAgent([await disk.plugin()]);
    await agent.runtime.evaluate(agent.message({ text }), EMPTY, didRespond);
    return agent;
  };
  afterEach(() => {
    agent = undefined;
  });

  it('keeps a note of a message that holds one of the words', async () => {
    const { tables, runtime } = await hear('I want a REFUND, now.', false);
    expect(tables.memories).toHaveLength(1);
    expect(tables.memories[0]).toMatchObject({
      tableName: 'facts',
      agentId: runtime.agentId,
      content: {
        text: 'refund: I want a REFUND, now.',
        evaluator: 'EVERY_NOTE',
        words: ['refund'],
        source: 'plugin-every-kind',
      },
    });
  });

  it.each([
    ['a partial word', 'prerefund refunds refund_x refundé'],
    ['a partial word with marks', 'refund\u0301ed'],
    ['nothing', ''],
    ['half of a phrase', 'not quite good'],
    ['a symbol word inside another', 'C++11 and xC++'],
  ])('does not fire on %s', async (_, text) => {
    expect((await hear(text)).tables.memories).toEqual([]);
  });

  it.each([
    ['other scripts and cases', 'In der STRAßE', 'straße'],
    ['decomposed letters', 'stra\u00dfe', 'straße'],
    ['symbols', 'I like C++.', 'C++'],
    ['a phrase across a line break', 'this is not\n good', 'not  good'],
    ['scripts without spaces', '今日の天気は', '天気'],
  ])('finds %s', async (_, text, word) => {
    expect((await hear(text)).tables.memories.map(({ content }) => content.words)).toEqual([
      [word],
    ]);
  });

  it('gives a result with text and data, and the same note once', async () => {
    const { runtime, message, tables } = await hear('nothing to see');
    const said = message({ text: 'refund!' });
    const evaluator = runtime.evaluators.find(({ name }) => name === 'EVERY_NOTE')!;
    const results = [
      await evaluator.handler(runtime, said),
      await evaluator.handler(runtime, said),
    ];
    expect(results[0]).toMatchObject({
      success: true,
      text: 'Noted: refund',
      data: { actionName: 'EVERY_NOTE', words: ['refund'], memoryId: tables.memories[0]?.id },
    });
    expect(results[1]).toEqual(results[0]);
    expect(tables.memories).toHaveLength(1);
  });

  it("takes no notes of the agent's own words", async () => {
    const { runtime, message, tables } = await hear('hello');
    await runtime.evaluate(message({ text: 'refund' }, runtime.agentId), EMPTY, true);
    expect(tables.memories).toEqual([]);
  });

  it('turns a database that fails into a result', async () => {
    const { runtime, message } = await hear('hello');
    runtime.createMemory = async () => {
      throw new Error('disk full');
    };
    const evaluator = runtime.evaluators.find(({ name }) => name === 'EVERY_NOTE')!;
    expect(await evaluator.handler(runtime, message({ text: 'refund' }))).toEqual({
      success: false,
      text: 'EVERY_NOTE could not keep its note: disk full',
      error: 'disk full',
      data: { actionName: 'EVERY_NOTE' },
    });
  });

  it('has examples and an explicit alwaysRun', async () => {
    const { runtime } = await hear('hello');
    expect(
      runtime.evaluators.map(({ name, alwaysRun, similes, examples }) => [
        name,
        alwaysRun,
        similes,
        examples[0]?.messages,
        examples[0]?.outcome,
      ]),
    ).toEqual([
      [
        'EVERY_NOTE',
        true,
        ['EVERY_REMARK'],
        [{ name: '{{name1}}', content: { text: 'refund' } }],
        'Noted: refund',
      ],
      [
        'EVERY_JUDGE',
        false,
        [],
        [{ name: '{{name1}}', content: { text: 'Hello' } }],
        'EVERY_JUDGE has looked at the message.',
      ],
    ]);
  });

  it('runs a body that a person wrote, and lives when it throws', async () => {
    const broken = await pluginOnDisk(bare(), 'evaluator-broken', {
      'src/handlers/every-judge.evaluator.ts': `
        export const validate = async (_r: unknown, m: { content: { text?: string } }) => {
          if (m.content.text === 'bad') throw new Error('no'); return true; };
        export const handle = async () => { throw new Error('broken on purpose'); };`,
    });
    agent = await startAgent([await broken.plugin()]);
    const { runtime, message } = agent;
    const names = async (text: string) =>
      ((await runtime.evaluate(message({ text }), EMPTY, true)) ?? []).map(({ name }) => name);
    expect(await names('bad')).toEqual([]);
    expect(await names('good')).toEqual(['EVERY_JUDGE']);
    const judge = runtime.evaluators.find(({ name }) => name === 'EVERY_JUDGE')!;
    expect(await judge.handler(runtime, message({ text: 'x' }))).toEqual({
      success: false,
      text: 'EVERY_JUDGE failed: broken on purpose',
      error: 'broken on purpose',
      data: { actionName: 'EVERY_JUDGE' },
    });
  });

  it('answers that a body is not written yet', async () => {
    const { runtime, message } = await hear('hello');
    const judge = runtime.evaluators.find(({ name }) => name === 'EVERY_JUDGE')!;
    expect(await judge.validate(runtime, message({ text: 'x' }))).toBe(true);
    expect(await judge.handler(runtime, message({ text: 'x' }))).toMatchObject({
      success: false,
      text: 'EVERY_JUDGE is not written yet: its body goes into src/handlers/every-judge.evaluator.ts.',
    });
    expect(disk.text('src/handlers/every-judge.evaluator.ts')).toContain('* Be just.');
  });
});
