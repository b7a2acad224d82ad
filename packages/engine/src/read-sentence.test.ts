import { describe, expect, it } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { create } from './create.js';
import { readAnswers } from './read-answers.js';
import type { AskQuestion } from './read-sentence.js';
import { readSource } from './read-source.js';

const workspace = useWorkspace();
const read = async (source: string, more: Partial<Parameters<typeof readSource>[0]> = {}) => {
  const result = await readSource({ source, host: workspace.host(), ...more });
  const codes = result.diagnostics.map((one) => one.code);
  return { ...result, codes, run: result.ok ? result.spec.actions[0]?.run : undefined };
};
const open = 'Fetch the derivatives of a coin from CoinGecko';
const id = 'operation:coingecko';

describe('a sentence as a source', () => {
  it('becomes a spec whose parts say where they come from', async () => {
    const result = await read('Roll dice and flip a coin');
    expect(result).toMatchObject({
      ok: true,
      kind: 'sentence',
      operations: [],
      spec: { actions: [{ name: 'ROLL_DICE' }, { name: 'FLIP_COIN' }] },
      reading: { intent: 'create', recipes: ['compute'], text: 'Roll dice and flip a coin' },
    });
    const { fields } = result.reading ?? {};
    expect(fields?.find((one) => one.path === '/actions/0/name')?.evidence).toEqual([0, 9]);
  });

  it('is renamed like any other source', async () => {
    expect(await read('Roll dice', { name: 'plugin-luck' })).toMatchObject({
      spec: { name: 'plugin-luck' },
    });
    expect((await read('Roll dice', { name: '../x' })).codes).toEqual(['PW_SPEC_NAME_INVALID']);
  });

  it('may come from standard input, where a broken document is still a document', async () => {
    const from = (text: string) =>
      read('-', { host: workspace.host({ readStdin: async () => text }) });
    expect(await from('Roll dice and flip a coin.')).toMatchObject({ ok: true, kind: 'sentence' });
    expect((await from('name: x\nactions:\n  - 1\n')).codes).toEqual(['PW_SOURCE_UNKNOWN_FORMAT']);
    expect((await from('<!doctype html><p>hi')).codes).toEqual(['PW_SOURCE_UNKNOWN_FORMAT']);
  });

  it('of another intent is not built', async () => {
    const { codes, reading } = await read('Update my weather plugin to show the wind');
    expect(codes).toContain('PW_SENTENCE_NOT_CREATE');
    expect(reading?.intent).toBe('update');
  });

  it('needs answers, or leave to assume them', async () => {
    expect((await read(open)).codes).toContain('PW_SENTENCE_QUESTIONS');
    const shown = await read(open, { openQuestions: 'show' });
    expect(shown.reading?.questions.map((one) => one.id)).toEqual([id]);
    const assumed = await read(open, { openQuestions: 'assume' });
    expect(assumed.reading?.questions).toEqual([]);
    expect(assumed.run).toEqual(shown.run);
    expect(assumed.reading?.assumptions.length).toBeGreaterThan(
      shown.reading?.assumptions.length ?? 0,
    );
  });

  it('asks until an answer is understood, and counts it as said', async () => {
    const told: (string | undefined)[] = [];
    const answers = ['hmm', 'GET /simple/price'];
    const ask: AskQuestion = (_, problem) => {
      told.push(problem?.code);
      return Promise.resolve(answers.shift());
    };
    const { run, reading } = await read(open, { ask });
    expect(told).toEqual([undefined, 'PW_TEXT_ANSWER_UNCLEAR']);
    expect(run).toMatchObject({ path: '/simple/price' });
    expect(reading?.fields).toContainEqual({
      path: '/actions/0/run/path',
      value: 'GET /simple/price',
      confidence: 1,
      evidence: null,
      source: 'quoted',
    });
  });

  it('stops asking whoever gives up or never says anything clear', async () => {
    const nobody: AskQuestion = () => Promise.resolve(undefined);
    expect((await read(open, { ask: nobody })).codes).toContain('PW_SENTENCE_QUESTIONS');
    let count = 0;
    const mumbling: AskQuestion = () => Promise.resolve(`hmm ${count++}`);
    expect((await read(open, { ask: mumbling })).codes).toContain('PW_SENTENCE_QUESTIONS');
    expect(count).toBeLessThan(10);
  });

  it('that says too little is completed by an answer', async () => {
    const vague = 'Create a plugin for Slack';
    const refused = await read(vague);
    expect(refused.reading?.questions[0]?.id).toBe('what');
    const openQuestions = 'assume';
    const told = await read(vague, { answers: { what: 'flip a coin' }, openQuestions });
    expect(told).toMatchObject({ ok: true, reading: { text: `${vague}. flip a coin` } });
    const ask: AskQuestion = ({ fallback }) => Promise.resolve(fallback ?? 'flip a coin');
    expect((await read(vague, { ask })).ok).toBe(true);
    expect((await read(vague, { ask, openQuestions })).ok).toBe(false);
  });

  it('is created with what is assumed when nobody is to be asked', async () => {
    const options = { source: open, host: workspace.host(), verify: false };
    const refused = await create(options);
    expect(refused).toMatchObject({ outcome: 'unreadable', reading: { questions: [{ id }] } });
    expect(await workspace.list()).toEqual([]);
    const made = await create({ ...options, yes: true });
    expect(made).toMatchObject({ outcome: 'written', reading: { questions: [] } });
  });
});

describe('readAnswers', () => {
  it('reads YAML and JSON, numbers as text', async () => {
    await workspace.write('a.yaml', 'schedule: every day at 9\nlimit: 3\n');
    await workspace.write('a.json', '{"sure": true}');
    expect(await readAnswers('a.yaml', workspace.host())).toEqual({
      schedule: 'every day at 9',
      limit: '3',
    });
    expect(await readAnswers('a.json', workspace.host())).toEqual({ sure: 'true' });
  });

  it('refuses anything else', async () => {
    await workspace.write('list.yaml', '- a\n');
    await workspace.write('deep.yaml', 'a: [1]\n');
    for (const [path, code] of [
      ['list.yaml', 'PW_SENTENCE_ANSWERS'],
      ['deep.yaml', 'PW_SENTENCE_ANSWERS'],
      ['none.yaml', 'PW_SOURCE_NOT_FOUND'],
      ['every day at 9', 'PW_SOURCE_SENTENCE_UNSUPPORTED'],
    ] as const)
      // oxlint-disable-next-line no-await-in-loop
      await expect(readAnswers(path, workspace.host())).rejects.toMatchObject({ code });
  });
});
