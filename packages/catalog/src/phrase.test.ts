import { describe, expect, it } from 'vitest';
import { readPhrase } from './phrase.js';

const roles = (text: string) => readPhrase(text).terms.map(({ term, role }) => `${role} ${term}`);

describe('readPhrase', () => {
  it('takes verb, head, modifiers and context apart', () => {
    expect(roles('list the open project issues of my team')).toEqual(
      ['modifier project', 'head issue', 'context team'].toSpliced(0, 0, 'modifier open'),
    );
    expect(readPhrase('list issues').classes).toEqual(['list']);
  });

  it('finds the object behind a preposition when there is none before it', () => {
    expect(roles('comment on an issue')).toEqual(['verb comment', 'head issue']);
    expect(roles('search for tracks')).toEqual(['head track']);
  });

  it('knows a verb it has never seen by what follows', () => {
    expect(readPhrase('frobnicate the server')).toMatchObject({
      verb: 'frobnicate',
      classes: ['act'],
    });
    expect(readPhrase('daily forecast for a city')).toMatchObject({ verb: undefined, classes: [] });
  });

  it('joins a particle to its verb', () => {
    expect(roles('roll back a deploy')).toEqual(['verb roll', 'verb rollback', 'head deploy']);
  });

  it('sees what is plural and whose it is', () => {
    expect(readPhrase('show my boards')).toMatchObject({ many: true, own: true });
    expect(readPhrase('check the status')).toMatchObject({ many: false, own: false });
  });

  it.each(['', '   ', '?!', 'the', 'please'])('survives %j', (text) => {
    expect(readPhrase(text).terms).toEqual([]);
  });

  it('reads no more than it must', () => {
    expect(readPhrase('list items '.repeat(100_000)).terms.length).toBeLessThan(50);
  });
});
