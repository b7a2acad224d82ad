import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readText } from './read-text.js';
import { refine } from './refine.js';

interface Request {
  set: string;
  text: string;
  actions: string[];
  kinds: string[];
}
const lib = new URL('../../../../scripts/lib/', import.meta.url);
const sentences = JSON.parse(readFileSync(new URL('sentences.json', lib), 'utf8')) as {
  recipe: string;
  text: string;
}[];
// What is held back stays out of tests, so that nobody corrects a rule for it.
const requests = readFileSync(new URL('requests.jsonl', lib), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Request)
  .filter(({ set }) => set === 'tuned');

describe('sentences of the evaluation', () => {
  it.each(sentences.map(({ text, recipe }) => [text, recipe]))('%s', (text, recipe) => {
    const { spec, recipes } = readText(text);
    expect(spec).toBeDefined();
    // An operation of a document is found later, by the engine.
    expect(recipes).toContain(recipe === 'openapi-operation' ? 'http-action' : recipe);
  });

  it.each(requests.map(({ text, kinds }) => [text, kinds] as const))('%s', (text, kinds) => {
    const { spec } = readText(text);
    const found = (['actions', 'providers', 'evaluators', 'services', 'routes'] as const).filter(
      (kind) => (spec?.[kind].length ?? 0) > 0,
    );
    const wanted = kinds.filter((kind) => kind !== 'services');
    expect(found).toEqual(expect.arrayContaining(wanted));
  });
});

describe('answers to all of them', () => {
  const answers = [
    'call it plugin-other',
    'every 30 minutes',
    'without the list action',
    'above 12',
    'the key is in MY_TOKEN',
    'GET /v2/things/{id}',
    'https://api.other.example/v3',
    'also search the web with Tavily',
    'purple',
  ];
  it.each(answers)('%s: a valid spec, and what changed', (answer) => {
    for (const { text } of sentences) {
      const { spec } = readText(text);
      if (!spec) continue;
      const { spec: next, diff, diagnostics } = refine(spec, answer);
      expect(diff === '').toBe(next === spec);
      expect(diff === '' || diagnostics.every(({ severity }) => severity !== 'error')).toBe(true);
    }
  });
});
