import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryNonsense, arbitrarySpec } from './__fixtures__/arbitrary-spec.js';
import { hostileTexts } from './__fixtures__/hostile-texts.js';
import { hasHidden } from '@plugwright/files';
import { parseSpec, readSpec, writeSpec, type PluginSpecInput } from './index.js';

const tiny = (more: object = {}): PluginSpecInput => ({
  specVersion: 1,
  name: 'plugin-tiny',
  description: 'Tiny.',
  actions: [{ name: 'HI', description: 'Hi.', run: { kind: 'text', template: 'Hi.' } }],
  ...more,
});
const accepted = (input: unknown) => {
  const result = parseSpec(input);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics, null, 1));
  return result.spec;
};

describe('writeSpec', () => {
  test('leaves out what the schema fills in, and keeps the order of the schema', () => {
    const spec = accepted(tiny({ version: '1.0.0', license: 'MIT', displayName: 'Tiny' }));
    expect(writeSpec(spec)).toBe(
      [
        'specVersion: 1',
        'name: plugin-tiny',
        'displayName: Tiny',
        'description: Tiny.',
        'actions:',
        '  - name: HI',
        '    description: Hi.',
        '    run:',
        '      kind: text',
        '      template: Hi.',
        '',
      ].join('\n'),
    );
  });

  test('gives the same text whatever the order of the keys was', () => {
    const { actions, ...rest } = tiny();
    expect(writeSpec(accepted({ actions, ...rest }))).toBe(writeSpec(accepted(tiny())));
  });

  test.each(hostileTexts)('brings back %j', (text) => {
    const spec = accepted(
      tiny({
        description: `T ${text}`,
        schemas: { S: { enum: [text, { [`k ${text}`]: [text] }] } },
      }),
    );
    const again = readSpec(writeSpec(spec));
    expect(again).toEqual({ ok: true, spec, diagnostics: [] });
  });

  test('every accepted spec comes back as it was, without hidden characters (100 random ones)', () => {
    fc.assert(
      fc.property(arbitrarySpec, (input) => {
        const spec = accepted(input);
        const text = writeSpec(spec);
        expect(hasHidden(text)).toBe(false);
        const again = readSpec(text, { maxBytes: 10_000_000 });
        expect(again.ok && again.spec).toEqual(spec);
      }),
      { numRuns: 100, seed: 20260731 },
    );
  }, 60_000);

  test('nonsense is refused, never thrown (1,000 random values)', () => {
    fc.assert(
      fc.property(arbitraryNonsense, (value) => {
        const result = parseSpec(value);
        expect(result.ok).toBe(false);
        expect(result.diagnostics.every(({ hint }) => hint)).toBe(true);
      }),
      { numRuns: 1000, seed: 20260731 },
    );
  });
});
