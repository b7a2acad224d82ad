import { describe, expect, it } from 'vitest';
import { respell } from './spelling.js';

describe('respell', () => {
  it.each([
    ['creat a plguin taht serches the web', 'create a plugin that searches the web'],
    [
      'a pluggin to retreive prices and recieve news',
      'a plugin to retrieve prices and receive news',
    ],
    ['plz sned mails thru mailgun', 'please send mails through mailgun'],
    ['two pluginns', 'two plugins'],
  ])('puts %j right', (given, expected) => {
    expect(respell(given).text).toBe(expected);
  });

  it.each([
    'Search the web',
    'plays music from a playlist',
    'a plan for the place',
    'the form is what it was',
    'call `serach` with "sned" at https://example.com/serach',
    'Members lunch together',
    'a plugin that shortens links',
    'to the sand and to the seed',
  ])('leaves %j as it is', (text) => {
    expect(respell(text).text).toBe(text);
  });

  it('knows where everything stood', () => {
    const given = 'creat a plguin taht sneds mails';
    const { text, original } = respell(given);
    const at = (word: string, whole: string) =>
      [whole.indexOf(word), whole.indexOf(word) + word.length] as const;
    expect(given.slice(...original(...at('sends', text)))).toBe('sneds');
    expect(given.slice(...original(...at('mails', text)))).toBe('mails');
    expect(given.slice(...original(...at('plugin that', text)))).toBe('plguin taht');
    expect(given.slice(...original(0, text.length))).toBe(given);
    expect(respell('all right').original(0, 3)).toEqual([0, 3]);
  });
});
