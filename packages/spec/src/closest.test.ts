import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closest, editDistance, foldConfusables, lookAlike } from './index.js';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['discord', 'dicsord', 1],
    ['abc', 'acb', 1],
    ['abcd', 'badc', 2],
    ['same', 'same', 0],
  ])('%j to %j takes %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test('is the same both ways, 0 only for equals, and never more than the longer length', () => {
    const short = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        const distance = editDistance(a, b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});

test.each([
  ['desription', ['name', 'description', 'version'], 'description'],
  ['Description', ['description'], 'description'],
  ['baseURL', ['baseUrl', 'baseUrlEnv'], 'baseUrl'],
  ['zzz', ['name', 'description'], undefined],
  ['x', ['y'], 'y'],
  ['anything', [], undefined],
])('the closest to %j in %j is %j', (word, known, expected) => {
  expect(closest(word, known)).toBe(expected);
});

describe('lookAlike', () => {
  test.each([
    ['plugin-twitter', 'plugin-twitter'],
    ['twitter', 'plugin-twitter'],
    ['plugin-twltter', 'plugin-twitter'],
    ['plugin-tvvitter', 'plugin-twitter'],
    ['plugin-twіtter', 'plugin-twitter'],
    ['plugin-ｔwitter', 'plugin-twitter'],
    ['plugin-5olana', 'plugin-solana'],
    ['plugin-teIegram', 'plugin-telegram'],
    ['plugin-open-ai', 'plugin-openai'],
    ['plugin-instagarm', 'plugin-instagram'],
  ])('%s is taken for %s', (name, known) => {
    expect(lookAlike(name)).toBe(known);
  });

  test.each([
    'plugin-weather',
    'plugin-petstore',
    'plugin-tor',
    'plugin-sqs',
    'plugin-hello',
    'plugin-stores',
  ])('%s is taken for none', (name) => {
    expect(lookAlike(name)).toBeUndefined();
  });

  test('letters of other scripts are read as the Latin ones they look like', () => {
    expect(foldConfusables('ОреnАІ')).toBe('openai');
    expect(foldConfusables('Çaf́é')).toBe('cafe');
  });
});
