import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from './__fixtures__/hostile-texts.js';
import { cleanValue } from './clean-value.js';
import { hasHidden } from '@plugwright/files';
import { cleanText, parseSpec } from './index.js';

const codes = (value: unknown) =>
  cleanValue(value).diagnostics.map(({ code, path }) => `${code} ${path}`);

describe('cleanText', () => {
  test.each([
    ['a\u200bb\ufeffc', 'abc'],
    ['\u202eabc\u202c', 'abc'],
    ['\u2066abc\u2069', 'abc'],
    ['a\u00adb\u2060c', 'abc'],
    ['a\0b\u0007c\u007fd\u009be', 'abcde'],
    ['tag\u{E0041}\u{E0042}', 'tag'],
    ['a\r\nb\rc\u2028d\u2029e', 'a\nb\nc\nd\ne'],
    ['e\u0301', 'é'],
    ['\ud800x', '\ufffdx'],
    ['tab\tand\nline', 'tab\tand\nline'],
    ['日本語 é ❤️ 👍🏽', '日本語 é ❤️ 👍🏽'],
  ])('%j becomes %j', (text, cleaned) => {
    expect(cleanText(text)).toBe(cleaned);
  });

  test('is done once and for all', () => {
    const done = (text: string) => {
      const cleaned = cleanText(text);
      expect(cleanText(cleaned)).toBe(cleaned);
      expect(hasHidden(cleaned)).toBe(false);
    };
    for (const text of hostileTexts) done(text);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), done), { numRuns: 3000, seed: 10 });
  });
});

describe('cleanValue', () => {
  test('copies plain data and leaves undefined out', () => {
    const value = { a: [1, 'x', null, true, { b: undefined, c: -0 }] };
    const cleaned = cleanValue(value);
    expect(cleaned).toEqual({ value: { a: [1, 'x', null, true, { c: 0 }] }, diagnostics: [] });
    expect(cleaned.value).not.toBe(value);
  });

  test('takes objects of other realms and objects without a prototype', () => {
    const foreign: unknown = vm.runInNewContext('({ a: [1] })');
    expect(cleanValue(foreign)).toEqual({ value: { a: [1] }, diagnostics: [] });
    const bare: unknown = Object.assign(Object.create(null), { a: 1 });
    expect(cleanValue(bare)).toEqual({ value: { a: 1 }, diagnostics: [] });
  });

  test.each([
    [new Date(0), 'Date'],
    [new Map(), 'Map'],
    [Object.create(Object.create(null)), 'unknown'],
    [() => 1, 'function'],
    [Symbol('x'), 'symbol'],
    [1n, 'bigint'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [undefined, 'undefined'],
  ])('refuses what JSON has not: %s', (value, name) => {
    const [found] = cleanValue([value]).diagnostics;
    expect(found).toMatchObject({ code: 'PW_SPEC_NOT_JSON', path: '/0' });
    expect(found?.message).toContain(name);
  });

  test('cleans prose and data, and refuses hidden characters in names', () => {
    expect(
      codes({
        description: 'a\u200b',
        keywords: ['b\u200b'],
        name: 'c\u200b',
        'd\u200b': 1,
        examples: [{ user: 'e\u200b', 'f\u200b': ['g\u200b'] }],
        properties: { description: { pattern: 'h\u200b' } },
      }),
    ).toEqual([
      'PW_SPEC_TEXT_CLEANED /description',
      'PW_SPEC_HIDDEN_CHARACTER /keywords/0',
      'PW_SPEC_HIDDEN_CHARACTER /name',
      'PW_SPEC_HIDDEN_CHARACTER /d\u200b',
      'PW_SPEC_TEXT_CLEANED /examples/0/user',
      'PW_SPEC_TEXT_CLEANED /examples/0/f\u200b',
      'PW_SPEC_TEXT_CLEANED /examples/0/f\u200b/0',
      'PW_SPEC_HIDDEN_CHARACTER /properties/description/pattern',
    ]);
  });

  test('brings texts into normal form without a word', () => {
    expect(cleanValue({ name: 'e\u0301' })).toEqual({ value: { name: 'é' }, diagnostics: [] });
  });

  test('refuses __proto__ as a key and pollutes nothing', () => {
    const value: unknown = JSON.parse('{"a": {"__proto__": {"polluted": 1}}}');
    const cleaned = cleanValue(value);
    expect(cleaned.diagnostics).toMatchObject([
      { code: 'PW_SPEC_RESERVED_KEY', path: '/a/__proto__' },
    ]);
    expect(cleaned.value).toEqual({ a: {} });
    expect(Object.getPrototypeOf((cleaned.value as { a: object }).a)).toBe(Object.prototype);
  });

  test('stops at cycles, depth and size with one diagnostic', () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    const stopped = cleanValue({ a: loop, b: loop });
    expect(stopped.value).toBeUndefined();
    expect(stopped.diagnostics.map(({ code }) => code)).toEqual(['PW_SPEC_TOO_DEEP']);
    expect(parseSpec(loop).ok).toBe(false);
    const shared = Array.from({ length: 1500 }, () => 1);
    const wide = Array.from({ length: 1500 }, () => shared);
    expect(cleanValue(wide).diagnostics.map(({ code }) => code)).toEqual(['PW_SPEC_TOO_LARGE']);
  });
});
