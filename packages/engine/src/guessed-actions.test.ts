import { readText, type TextResult } from '@plugwright/spec/text';
import { describe, expect, it } from 'vitest';
import { guessedActions } from './guessed-actions.js';

const sentence = 'Create an issue and book a strudel on GitHub';
const read = (): TextResult => readText(sentence);
const phrases = (result: TextResult, text = sentence) =>
  guessedActions(result, text).map(({ action, phrase }) => [action, phrase]);

describe('guessedActions', () => {
  it('finds the requests whose path nobody named, with the words of their clause', () => {
    expect(guessedActions(read(), sentence)).toMatchObject([
      { action: 'CREATE_ISSUE', provider: 'github', phrase: 'Create an issue' },
      { action: 'BOOK_STRUDEL', provider: 'github', path: '/actions/1/run/path' },
    ]);
  });

  it('takes the words of the name where no clause is known, or it is far too long', () => {
    const { fields, ...rest } = read();
    const named = (change: (evidence: [number, number]) => [number, number] | null) => ({
      ...rest,
      fields: fields.map((one) =>
        one.path === '/actions/0/name' ? { ...one, evidence: change([0, 15]) } : one,
      ),
    });
    expect(phrases(named(() => null))[0]).toEqual(['CREATE_ISSUE', 'create issue']);
    const long = sentence.padEnd(300, ' and so on');
    expect(
      phrases(
        named(() => [0, 200]),
        long,
      )[0],
    ).toEqual(['CREATE_ISSUE', 'create issue']);
    const unnamed = { ...rest, fields: fields.filter((one) => one.path !== '/actions/0/name') };
    expect(phrases(unnamed)[0]).toEqual(['CREATE_ISSUE', 'create issue']);
  });

  it('passes over actions that send no request, and paths that somebody named', () => {
    const { spec, fields, ...rest } = read();
    const text = { kind: 'text', template: 'Hello!' } as const;
    const actions = spec?.actions.map((one) => ({ ...one, run: text })) ?? [];
    expect(guessedActions({ ...rest, fields, spec: { ...spec!, actions } }, sentence)).toEqual([]);
    const said = fields.map((one) => ({ ...one, source: 'quoted' as const }));
    expect(guessedActions({ ...rest, spec: spec!, fields: said }, sentence)).toEqual([]);
  });
});
