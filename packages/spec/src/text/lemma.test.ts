import { describe, expect, test } from 'vitest';
import { isPlural, singular, verbLemma } from './lemma.js';
import { nominalVerb } from './nominal.js';

describe('verbs', () => {
  test.each([
    ['fetches', 'fetch', 'third', 'get'],
    ['posting', 'post', 'gerund', 'send'],
    ['created', 'create', 'past', 'create'],
    ['swapping', 'swap', 'gerund', 'swap'],
    ['modifies', 'modify', 'third', 'update'],
    ['modified', 'modify', 'past', 'update'],
    ['stopped', 'stop', 'past', 'stop'],
  ])('%s is a form of %s', (word, base, form, category) => {
    const found = verbLemma(word);
    expect([found?.base, found?.form, found?.verb.class]).toEqual([base, form, category]);
  });

  test('two words are one verb', () => {
    expect(verbLemma('looks', 'up')?.base).toBe('look up');
    expect(verbLemma('weather')).toBeUndefined();
  });
});

test('singulars', () => {
  const pairs: Record<string, string> = {
    cities: 'city',
    boxes: 'box',
    prices: 'price',
    news: 'news',
    status: 'status',
    people: 'person',
    todos: 'todo',
    heroes: 'hero',
    classes: 'class',
    gas: 'gas',
    cat: 'cat',
  };
  for (const [plural, one] of Object.entries(pairs)) expect(singular(plural)).toBe(one);
  expect(isPlural('people')).toBe(true);
  expect(isPlural('news')).toBe(false);
});

test('nouns of action lead back to their verbs', () => {
  expect(
    ['retrieval', 'transfers', 'bridging', 'generation', 'deployment'].map(
      (noun) => nominalVerb(noun)?.class,
    ),
  ).toEqual(['get', 'transfer', 'bridge', 'generate', 'create']);
  expect(nominalVerb('banana')).toBeUndefined();
});
