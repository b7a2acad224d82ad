import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from './strict-json.js';

describe('strict JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        const found = parseStrictJson(text);
        // Random objects may have a key twice only by way of JSON.stringify, which never does that.
        expect(found).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'duplicate-key'],
    ['{"a":{"b":1},"c":[{"b":1,"b":2}]}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['{"":1,"":2}', 'duplicate-key'],
    ['{"a":1', 'broken'],
    ["{'a':1}", 'broken'],
    ['{"a":1,}', 'broken'],
    ['', 'broken'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'too-deep'],
  ])('refuses %s', (text, fault) => {
    expect(parseStrictJson(text)).toEqual({ fault });
  });

  it('tells keys from values and from other objects', () => {
    for (const text of [
      '{"a":"a","b":"a"}',
      '[{"a":1},{"a":1}]',
      '{"a":{"a":{"a":1}}}',
      '{"x":"{\\"a\\":1,\\"a\\":2}"}',
    ])
      expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
  });
});
