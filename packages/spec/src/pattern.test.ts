import { describe, expect, it } from 'vitest';
import { compilePattern, isSafePattern, matchesPattern, textForPattern } from './pattern.js';

/** Patterns of real documents, and constructs they use. */
const COMMON = [
  '^[a-z0-9]+(?:-[a-z0-9]+)*$',
  '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}$',
  '^\\d{4}-(?:0[1-9]|1[0-2])-\\d{2}$',
  '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
  '^(?<year>\\d+)\\.x?$',
  '^\\+?[1-9]\\d{1,14}$',
  '[^\\s]+',
  '^arn:aws:[\\w-]+:.*$',
  '^\\p{L}{2,5}$',
  '^[\\u0041-\\u005A]{3}\\x2d\\cA?$',
  '^#[\\da-f]{6}$',
  '^\\[\\]\\{\\}\\(\\)\\/$',
  '^(?=.{3,10}$)[a-z]+$',
  'ab?c*d+?|e',
  '^[\\-a]\\b-$',
  '^\\t\\n\\0$',
  '^\\p{N}\\p{Lu}\\p{Ll}\\P{L}\\p{Emoji}?$',
  '^\\u{61}[\\b]$',
  '^[\\w-z]$',
];

describe('textForPattern', () => {
  it.each(COMMON)('writes a text that matches %s', (pattern) => {
    const regex = compilePattern(pattern);
    const text = textForPattern(pattern);
    expect(text !== undefined && regex?.test(text)).toBe(true);
  });

  it('writes a longer text when asked', () => {
    expect(textForPattern('^[a-z]+$', 12)).toHaveLength(12);
    expect(textForPattern('^(?:ab)+$', 6)).toBe('abababab');
    expect(textForPattern('^[a-z]{2}$', 12)).toBeUndefined();
  });

  it('writes other texts for other variants', () => {
    const texts = [0, 1, 2].map((variant) => textForPattern('^[a-z]{2}(?:x|y|z)$', 0, variant));
    expect(new Set(texts).size).toBe(3);
  });

  it('finds a character even in odd classes', () => {
    expect(textForPattern('^[!#]$')).toBe('!');
    expect(textForPattern('^[é]$')).toBe('é');
    expect(textForPattern('^[^\\x01-\\x7f]$')).toBe('é');
    expect(textForPattern('^\\x01$')).toBe('\u0001');
  });

  it('writes after an unsafe pattern without trying it', () => {
    expect(textForPattern('^(?:a+b?)+!$')).toBe('ab!');
  });

  it('gives up on what it cannot write', () => {
    for (const pattern of ['(', '^(?!a)a$', '^[]a]$']) {
      expect(textForPattern(pattern)).toBeUndefined();
    }
  });
});

describe('isSafePattern', () => {
  it.each(COMMON)('lets %s through', (pattern) => {
    expect(isSafePattern(pattern)).toBe(true);
  });

  it.each([
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '(x+x+)+y',
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*$',
    '^(?=(b+)+$)b',
    '(a)\\1+',
    '^\\s*a*\\s*a*\\s*a*\\s*$',
    '^(?:a?){20}$',
    '^(.+,)*$',
    '(',
  ])('refuses %s', (pattern) => {
    expect(isSafePattern(pattern)).toBe(false);
  });

  it('holds nothing back with a pattern it refuses, at once', () => {
    const started = performance.now();
    expect(matchesPattern(`${'a'.repeat(60)}!`, '^(a+)+$')).toBe(true);
    expect(matchesPattern('x', '(')).toBe(true);
    expect(performance.now() - started).toBeLessThan(100);
  });

  it('tries a pattern without the u flag when it does not compile with it', () => {
    expect(compilePattern('^[\\w-.]+$')?.flags).toBe('');
    expect(compilePattern('^a$')?.flags).toBe('u');
    expect(matchesPattern('b', '^a$')).toBe(false);
  });
});
