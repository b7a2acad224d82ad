import { describe, expect, test } from 'vitest';
import { MAX_CHARACTERS, normalise, REFUSE_CHARACTERS } from './normalise.js';

const good = (input: unknown) => {
  const result = normalise(input);
  if (!result.ok) throw new Error(result.diagnostics[0]?.code);
  return result.value;
};
const code = (input: unknown) => {
  const result = normalise(input);
  return result.ok ? undefined : result.diagnostics[0]?.code;
};

describe('normalise', () => {
  test('takes hidden and bidirectional characters out and composes letters', () => {
    expect(good('Se\u200Barch \u202Ecafe\u0301\u2066').text).toBe('Search café');
  });

  test('keeps the way back to the text as it was given', () => {
    const given = 'a\u200B\u200Bb cafe\u0301 xyz';
    const { text, original } = good(given);
    const at = text.indexOf('xyz');
    const [start, end] = original(at, at + 3);
    expect(given.slice(start, end)).toBe('xyz');
    expect(original(text.length, text.length + 5)).toEqual([given.length, given.length]);
  });

  test('makes quotes, dashes and line ends plain without moving anything', () => {
    expect(good('say “hi” – it’s\r\nfine').text).toBe('say "hi" - it\'s\n\nfine');
  });

  test('reads the start of a long text and says so', () => {
    const { text, diagnostics } = good('word '.repeat(2000));
    expect(text).toHaveLength(MAX_CHARACTERS);
    expect(diagnostics.map((one) => one.code)).toEqual(['PW_TEXT_CUT']);
  });

  test('refuses what nobody wrote: bytes, megabytes, nothing, no text at all', () => {
    expect(code('PNG\0\0\u0001')).toBe('PW_TEXT_BINARY');
    expect(code('\u0001\u0002\u0003\u0004\u0005\u0006abc')).toBe('PW_TEXT_BINARY');
    expect(code({ text: 'x' })).toBe('PW_TEXT_BINARY');
    expect(code('a'.repeat(REFUSE_CHARACTERS + 1))).toBe('PW_TEXT_TOO_LARGE');
    expect(code('a'.repeat(10_000_000))).toBe('PW_TEXT_TOO_LARGE');
    expect(code(' \n\u200B ')).toBe('PW_TEXT_EMPTY');
    expect(code('')).toBe('PW_TEXT_EMPTY');
  });
});
