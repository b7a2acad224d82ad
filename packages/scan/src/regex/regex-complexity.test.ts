import { describe, expect, it } from 'vitest';
import { complexityOf } from './regex-complexity.js';

describe('the time of a failing match', () => {
  it.each([
    ['^(a+)+$', ''],
    ['(x+x+)+y', ''],
    ['^(a|aa)+$', ''],
    ['^(\\w{1,20}-?){1,20}$', ''],
    ['^(?:\\w+\\s?)+$', ''],
    ['^([a-z]|[A-Z])+$', 'i'],
    ['^(([^/]|\\d){1,30})*x$', 'u'],
    ['^(a*)+$', ''],
    ['^(?:[\\w.]*,?)+$', ''],
    ['^(\\w+,?)*[a-z]$', ''],
    ['^x?|(a+)+$', 'g'],
  ])('doubles for %s', (source, flags) => {
    expect(complexityOf(source, flags)).toBe('exponential');
  });

  it.each([
    ['\\s+$', ''],
    ['^.*,.*,.*$', 's'],
    ['<!--.*?-->', ''],
    ['^[^@]+@[^@]+\\.[^@]+$', ''],
    ['\\d*\\D*\\d*x', ''],
    ['\\w+\\wx', ''],
    ['b+[^b]', ''],
  ])('grows with a power for %s', (source, flags) => {
    expect(complexityOf(source, flags)).toBe('polynomial');
  });

  it.each([
    ['^[a-z]+$', ''],
    ['^(?:[a-z]+,)*[a-z]+$', ''],
    ['(a*)*', ''],
    ['^([\\s\\S]|x)*$', ''],
    ['\\d{4}-\\d{2}', ''],
    ['^([0-9a-zA-Z]{4})*(?:[0-9a-zA-Z]{2}==)?$', ''],
    ['^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$', ''],
    ['^(?=a)\\bx{2,4}(?<n>y)\\k<n>?$', ''],
    ['plain', ''],
    ['(unclosed+', ''],
    ['^\\p{L}+$', 'u'],
    ['\\s*(\\/?)>', 'y'],
    ['\\d{0,20}$', ''],
    ['b+?.', ''],
    ['\\w+\\w', ''],
    ['(?:a-*a+|\\w)[^"]', ''],
    ['(a?)*', ''],
    // Done before the slow part.
    ['x?|(a+)+$', ''],
    ['(a+)*?', ''],
    ['^a*|[^,]*$', ''],
    // Done within the text of the loop.
    ['(\\w+,?)*.', ''],
    ['^(?:a{2,}x?)+[^,]', ''],
    ['\\w{3}|_*?$', ''],
  ])('is linear for %s', (source, flags) => {
    expect(complexityOf(source, flags)).toBe('linear');
  });

  it('claims nothing of a pattern that is too large', () => {
    expect(complexityOf(`^(${'a?b*'.repeat(200)})*$`, '')).toBe('linear');
  });
});
