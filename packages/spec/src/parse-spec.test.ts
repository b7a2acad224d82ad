import { describe, expect, test } from 'vitest';
import { parseSpec, readSpec } from './index.js';

const tiny = (more: object = {}) => ({
  specVersion: 1,
  name: 'plugin-tiny',
  description: 'Tiny.',
  actions: [{ name: 'HI', description: 'Hi.', run: { kind: 'text', template: 'Hi.' } }],
  ...more,
});
const first = (value: unknown) => parseSpec(value).diagnostics[0];

describe('parseSpec', () => {
  test('fills in the defaults', () => {
    const result = parseSpec(tiny());
    expect(result).toMatchObject({
      ok: true,
      diagnostics: [],
      spec: { version: '1.0.0', license: 'MIT', target: 'elizaos@1.7', permissions: { hosts: [] } },
    });
  });

  test('gives texts back cleaned, with a warning', () => {
    const result = parseSpec(tiny({ description: 'A\u202e plugin e\u0301\r\n' }));
    expect(result).toMatchObject({
      ok: true,
      spec: { description: 'A plugin é\n' },
      diagnostics: [{ code: 'PW_SPEC_TEXT_CLEANED', severity: 'warning', path: '/description' }],
    });
  });

  test('asks the caller where things stand, and for keys where the key stands', () => {
    const asked: [string, string | undefined][] = [];
    const result = parseSpec(tiny({ desciption: 'x', version: 1 }), {
      source: 'a.yaml',
      locate: (pointer, at) => {
        asked.push([pointer, at]);
        return { line: 7, column: 3 };
      },
    });
    expect(asked).toEqual([
      ['/version', 'value'],
      ['/desciption', 'key'],
    ]);
    expect(result.diagnostics[0]?.position).toEqual({ source: 'a.yaml', line: 7, column: 3 });
    const silent = parseSpec({}, { source: 'a.yaml', locate: () => undefined });
    expect(silent.diagnostics[0]).not.toHaveProperty('position');
    const named = parseSpec(
      {},
      { source: 'a', locate: () => ({ source: 'b', line: 1, column: 1 }) },
    );
    expect(named.diagnostics[0]?.position?.source).toBe('b');
  });

  test('lets members of ElizaOS use its scope', () => {
    const spec = tiny({ name: '@elizaos/plugin-tinydesk' });
    expect(first(spec)?.code).toBe('PW_SPEC_NAME_SCOPE');
    expect(parseSpec(spec, { allowElizaScope: true })).toMatchObject({ ok: true, diagnostics: [] });
    expect(readSpec(JSON.stringify(spec), { allowElizaScope: true }).ok).toBe(true);
  });

  test('never takes anything from a prototype', () => {
    const poisoned = Object.create({
      specVersion: 1,
      name: 'plugin-x',
      description: 'x',
    }) as object;
    expect(first(poisoned)?.code).toBe('PW_SPEC_NOT_JSON');
    expect(first({ specVersion: 1, constructor: {} })).toMatchObject({ code: 'PW_SPEC_MISSING' });
    expect(parseSpec(tiny({ toString: 'x' })).diagnostics).toMatchObject([
      { code: 'PW_SPEC_UNKNOWN_KEY', path: '/toString' },
    ]);
  });
});

describe('what is wrong is said in words', () => {
  const schema = (value: unknown) =>
    tiny({
      actions: [
        {
          name: 'HI',
          description: 'Hi.',
          parameters: [{ name: 'p', schema: value }],
          run: { kind: 'text', template: '{p}' },
        },
      ],
    });
  test.each<[unknown, string, RegExp, RegExp]>([
    [null, 'PW_SPEC_TYPE', /must be an object, not empty/, /object/],
    [42, 'PW_SPEC_TYPE', /not the number 42/, /object/],
    [{}, 'PW_SPEC_MISSING', /"specVersion" is missing/, /specVersion: 1/],
    [tiny({ description: 5 }), 'PW_SPEC_TYPE', /must be a text, not the number 5/, /quotes: "5"/],
    [tiny({ description: {} }), 'PW_SPEC_TYPE', /must be a text, not an object/, /a text/],
    [tiny({ description: ['x'.repeat(99)] }), 'PW_SPEC_TYPE', /not a list/, /a text/],
    [tiny({ actions: [[]] }), 'PW_SPEC_TYPE', /This item must be an object/, /object/],
    [tiny({ keywords: ['UPPER'.repeat(20)] }), 'PW_SPEC_PATTERN', /….$/, /lower case/],
    [
      tiny({ target: 'other' }),
      'PW_SPEC_CHOICE',
      /"target" cannot be "other"/,
      /Write elizaos@1.7/,
    ],
    [tiny({ budgets: { bootMs: 1.5 } }), 'PW_SPEC_TYPE', /a whole number/, /a whole number/],
    [tiny({ budgets: { bootMs: 0 } }), 'PW_SPEC_RANGE', /more than 0/, /more than 0/],
    [tiny({ budgets: { bootMs: 'fast' } }), 'PW_SPEC_TYPE', /the text "fast"/, /number/],
    [tiny({ author: { name: 'x', url: 'nope' } }), 'PW_SPEC_FORMAT', /http\(s\) URL/, /https:/],
    [tiny({ schemas: { '1x': {} } }), 'PW_SPEC_KEY_PATTERN', /key "1x"/, /Start with a letter/],
    [tiny({ schemas: { ['x'.repeat(129)]: {} } }), 'PW_SPEC_KEY_PATTERN', /The key/, /at most 128/],
    [schema({ type: 5 }), 'PW_SPEC_CHOICE', /cannot be 5/, /string, number/],
    [schema({ type: ['string', 'text'] }), 'PW_SPEC_CHOICE', /cannot be "text"/, /string, number/],
    [schema({ type: [] }), 'PW_SPEC_TOO_FEW', /must not be empty/, /at least 1/],
    [
      schema({ additionalProperties: 'yes' }),
      'PW_SPEC_TYPE',
      /true or false or an object/,
      /one of these/,
    ],
    [schema({ additionalProperties: { typ: 'string' } }), 'PW_SPEC_UNKNOWN_KEY', /"typ"/, /"type"/],
    [schema({ $ref: 'other.yaml' }), 'PW_SPEC_PATTERN', /"other.yaml"/, /#\/schemas\/Pet/],
    [schema({ not: {} }), 'PW_SPEC_UNKNOWN_KEY', /"not"/, /./],
    [schema({ minLength: -1 }), 'PW_SPEC_RANGE', /at least 0/, /at least 0/],
    [schema({ required: 'yes' }), 'PW_SPEC_TYPE', /a list/, /- /],
  ])('%#: %j', (value, code, message, hint) => {
    const found = first(value);
    expect(found?.code).toBe(code);
    expect(found?.message).toMatch(message);
    expect(found?.hint).toMatch(hint);
  });
});
