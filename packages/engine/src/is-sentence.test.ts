import { describe, expect, it } from 'vitest';
import { isSentence, isSentenceText } from './is-sentence.js';

describe('isSentence', () => {
  it.each([
    'A plugin that tells the weather',
    'https://example.com/feed.xml post new entries to Discord',
    'Watch https://example.com/news/feed.json',
    'post what changed in the file config.yaml',
    'two words',
    '天気を教えるプラグイン',
    '?!…',
  ])('takes %j as a description', (text) => {
    expect(isSentence(text)).toBe(true);
  });

  it.each([
    'petstore',
    'api.yaml',
    'my file.yaml',
    './some where/api',
    '~/my docs',
    'C:\\my docs\\x',
    '',
  ])('takes %j as the name of a file', (text) => {
    expect(isSentence(text)).toBe(false);
  });
});

describe('isSentenceText', () => {
  it.each([
    'Roll dice and flip coins.\n',
    'Spotify: play, pause and skip songs',
    'Roses are red,\nviolets are blue',
    '',
    'x'.repeat(100_000),
  ])('takes a text as a description', (text) => {
    expect(isSentenceText(text)).toBe(true);
  });

  it.each([
    '{ "a": 1,',
    '[1, 2',
    '<!doctype html>',
    '--- \nname: x',
    '# a comment\nname: x',
    'name: plugin-x\nactions:\n  - name: X',
    'a: 1',
    'name: plugin-with-a-name\nand something else here',
  ])('takes %j as a document', (text) => {
    expect(isSentenceText(text)).toBe(false);
  });
});
