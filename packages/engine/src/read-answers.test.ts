import { describe, expect, it } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { readAnswers } from './read-answers.js';

const workspace = useWorkspace();
const of = async (text: string) =>
  readAnswers(await workspace.write('answers.yaml', text), workspace.host());

describe('readAnswers', () => {
  it('reads texts, numbers and truth values as texts', async () => {
    expect(await of('schedule: every day at 9\ncount: 3\nloud: true\n')).toEqual({
      schedule: 'every day at 9',
      count: '3',
      loud: 'true',
    });
  });

  it.each([
    ['a list', '- a\n'],
    ['nothing', ''],
    ['no YAML', 'a: [\n'],
    ['an answer that is an object', 'a: { b: c }\n'],
    ['too many answers', Array.from({ length: 101 }, (_, at) => `a${at}: x`).join('\n')],
    ['an answer that is too long', `a: ${'x'.repeat(4001)}\n`],
  ])('refuses %s', async (_, text) => {
    await expect(of(text)).rejects.toMatchObject({ code: 'PW_SENTENCE_ANSWERS' });
  });
});
