import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSpec, writeSpec } from './index.js';

const example = (name: string) =>
  readFileSync(new URL(`../../../examples/${name}.yaml`, import.meta.url), 'utf8');

describe.each(['weather', 'every-kind'])('examples/%s.yaml', (name) => {
  test('is accepted without a remark', () => {
    const result = readSpec(example(name));
    expect(result.diagnostics).toEqual([]);
    expect(result.ok).toBe(true);
  });

  test('is the same after writing and reading', () => {
    const result = readSpec(example(name));
    if (!result.ok) throw new Error('not accepted');
    const text = writeSpec(result.spec);
    const again = readSpec(text);
    expect(again).toEqual(result);
    expect(again.ok && writeSpec(again.spec)).toBe(text);
  });
});
