import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { yamlText } from './yaml-text.js';

const awkward = [
  '',
  ' ',
  'a ',
  ' a',
  '-',
  '- a',
  '? a',
  ': a',
  'a: b',
  'a #b',
  '#a',
  '&a',
  '*a',
  '!a',
  '|',
  '>',
  '%a',
  '@a',
  '`a`',
  '"a"',
  "'a'",
  "it's",
  '{a}',
  '[a]',
  'a, b',
  'true',
  'No',
  'null',
  '~',
  '1',
  '1.5',
  '0x1f',
  '1e3',
  '.5',
  '.inf',
  '2024-01-01',
  '12:30:45',
  '1_000',
  '=',
  '<<',
  'a\nb',
  'a\n',
  'a\n\nb\n',
  '\na',
  'a\n\n',
  ' a\nb',
  'a \nb',
  '# a\nb',
  '- a\nb',
  'a\n  b\nc',
  'a\n---\nb',
  '---',
  '...',
  'a\n...\nb',
  'tab\tin',
  'a\r\nb',
  '\u0000',
  '\u2028',
  '\ufeff',
  '🎉',
  '\u0085x',
  'x'.repeat(1500),
  'a  b',
  'a :b',
  'a:b',
  'Hello: ',
  'say "hi"',
  'a ?b',
  'café',
  'a #',
  'ends:',
  '\\',
  'C:\\x',
  '/pets/{id}',
  'https://example.com/a?b=c#d',
  'y',
  'n',
  'a:',
  ':a',
  'a\\nb',
  '_',
];

describe('yamlText', () => {
  it('gives awkward texts back as they were, as values, keys and items', () => {
    for (const text of awkward) {
      const data = {
        value: text,
        list: [text, [text], { k: text }],
        [`k${text}`]: { [text || 'e']: text },
      };
      expect(parse(yamlText(data), { version: '1.2' })).toEqual(data);
    }
  });

  it('is read alike by YAML 1.1, where more words have a meaning', () => {
    for (const text of awkward)
      expect(parse(yamlText({ value: text }), { version: '1.1' })).toEqual({ value: text });
  });

  it('gives any JSON back, without a warning', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (data) => {
        const plain = JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
        fc.pre(!JSON.stringify(plain).includes('__proto__'));
        const document = parseDocument(yamlText(plain), { version: '1.2' });
        expect(document.errors).toEqual([]);
        expect(document.warnings).toEqual([]);
        expect(document.toJS()).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });

  it('looks as people write it', () => {
    expect(
      yamlText({
        name: 'plugin-x',
        text: 'Two\nlines.\n',
        empty: [],
        none: {},
        left: undefined,
        actions: [
          { name: 'A', run: { kind: 'text', template: 'Hi {who}!' } },
          [1, [2, 3]],
          { a: undefined },
        ],
      }),
    ).toBe(`name: plugin-x
text: |
  Two
  lines.
empty: []
none: {}
actions:
  - name: A
    run:
      kind: text
      template: Hi {who}!
  - - 1
    - - 2
      - 3
  - {}
`);
  });
});
