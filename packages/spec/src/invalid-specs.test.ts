import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '@plugwright/errors';
import { readSpec } from './read-spec.js';

const folder = new URL('./__fixtures__/invalid/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));
/** File → code, JSON pointer, line of the first problem. */
const expected = JSON.parse(
  readFileSync(new URL('./__fixtures__/invalid-specs.json', import.meta.url), 'utf8'),
) as Record<string, [code: string, path: string, line: number]>;

describe('invalid specs', () => {
  test('every fixture is in the table', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(60);
  });

  test.each(Object.entries(expected))('%s is refused as %j', (name, [code, path, line]) => {
    const result = readSpec(read(name), { source: name });
    expect(result.ok).toBe(false);
    const [first] = result.diagnostics.filter(({ severity }) => severity === 'error');
    expect([first?.code, first?.path, first?.position?.line]).toEqual([code, path, line]);
    for (const diagnostic of result.diagnostics) {
      expect(Object.keys(ERROR_CODES)).toContain(diagnostic.code);
      expect(diagnostic.hint?.length).toBeGreaterThan(5);
      expect(diagnostic.message.length).toBeGreaterThan(10);
      expect(diagnostic.position?.source).toBe(name);
      expect(diagnostic.position?.column).toBeGreaterThanOrEqual(1);
    }
  });
});
