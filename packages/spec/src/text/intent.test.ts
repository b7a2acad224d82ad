import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { impossibleReason, meaningfulWords } from './impossible.js';
import { recogniseIntent, type IntentOptions } from './intent.js';
import { foreignLanguage } from './languages.js';

interface Utterance {
  text: string;
  intent: string;
  context?: NonNullable<IntentOptions['context']>;
}
const utterances = readFileSync(new URL('./__fixtures__/utterances.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Utterance);

test('reads at least 95 of 100 utterances right, and asks for no plugin where none is wanted', () => {
  const wrong = utterances.filter(
    ({ text, intent, context }) =>
      recogniseIntent(text, context ? { context } : {}).intent !== intent,
  );
  expect(wrong.length).toBeLessThanOrEqual(utterances.length * 0.05);
  expect(wrong.filter(({ intent }) => intent === 'none')).toEqual([]);
  expect(utterances.length).toBeGreaterThanOrEqual(120);
  expect(utterances.filter(({ intent }) => intent === 'none').length * 3).toBeGreaterThanOrEqual(
    utterances.length,
  );
});

test.each([
  ['Please write a poem about a plugin', 'none'],
  ['Create a presentation about our new weather plugin.', 'none'],
  ['Draw me a picture of a plugin', 'none'],
  ['Write a plugin about poems', 'create'],
  ['Write a blog post plugin for our company', 'create'],
  ['Make a plugin for posts about plugins', 'create'],
  ['Write a report on plugin downloads every week', 'create'],
])('%s: %s', (text, intent) => {
  expect(recogniseIntent(text).intent).toBe(intent);
});

test('other languages and scripts are told apart from English', () => {
  expect(foreignLanguage('Erstelle bitte ein Plugin, das mir die Nachrichten zeigt')).toBe(
    'German',
  );
  expect(foreignLanguage('Создай плагин')).toBe('another script');
  expect(foreignLanguage('Search the web for the best cafés in Paris')).toBeUndefined();
  expect(foreignLanguage('café')).toBeUndefined();
});

test.each([
  ['steal passwords from users', 'PW_TEXT_REFUSED'],
  ['a plugin that spams every channel', 'PW_TEXT_REFUSED'],
  ['predict the winning lottery numbers', 'PW_TEXT_IMPOSSIBLE'],
  ['cook me dinner', 'PW_TEXT_IMPOSSIBLE'],
  ['build me an iOS app', 'PW_TEXT_NOT_A_PLUGIN'],
  ['rewrite the kernel', 'PW_TEXT_IMPOSSIBLE'],
  ['train a language model from scratch', 'PW_TEXT_IMPOSSIBLE'],
  ['detect phishing links in messages', undefined],
  ['prevent notification spam', undefined],
  ['search the web', undefined],
  ['start the vacuum to clean my kitchen via Home Assistant', undefined],
])('%s: %s', (text, code) => {
  expect(impossibleReason(text)?.code).toBe(code);
});

test('words that say nothing are not counted', () => {
  expect(meaningfulWords('make me a really cool plugin that does everything')).toEqual([]);
  expect(meaningfulWords('a plugin for parcels')).toEqual(['parcels']);
});
