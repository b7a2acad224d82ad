import { describe, expect, test } from 'vitest';
import { readSpec, specLimits } from './index.js';

const action = (name: string, description = 'Does it.') => ({
  name,
  description,
  run: { kind: 'text', template: 'Done.' },
});
const spec = (more: object = {}) => ({
  specVersion: 1,
  name: 'plugin-sizes',
  description: 'Sizes.',
  actions: [action('DO_IT')],
  ...more,
});
/** About `bytes` bytes of operations, each with its own name. */
const operations = (bytes: number) =>
  Array.from({ length: Math.ceil(bytes / 1000) }, (_, index) =>
    action(`OP_${index}`, 'x'.repeat(900)),
  );
const lazy = (bytes: number) => ({
  lazy: { action: 'CALL', search: 'SEARCH', operations: operations(bytes) },
});
/** More data than a person writes, outside of `lazy`. */
const bulk = { schemas: { Big: { examples: ['x'.repeat(specLimits.bytes)] } } };
const result = (value: object, options = {}) => {
  const { ok, diagnostics } = readSpec(JSON.stringify(value), options);
  return [ok, ...diagnostics.map(({ code }) => code)];
};

describe('the size of a spec', () => {
  test('is limited for what a person writes, and the caller may raise it', () => {
    expect(result(spec())).toEqual([true]);
    expect(result(spec(bulk))).toEqual([false, 'PW_DOCUMENT_TOO_LARGE']);
    expect(result(spec(bulk), { maxBytes: 2 * specLimits.bytes })).toEqual([true]);
    expect(result(spec(), { maxBytes: 10 })).toEqual([false, 'PW_DOCUMENT_TOO_LARGE']);
  });

  test('does not count lazy operations, which have a limit of their own', () => {
    expect(result(spec(lazy(specLimits.bytes)))).toEqual([true]);
    expect(result(spec({ ...lazy(1000), ...bulk }))).toEqual([false, 'PW_DOCUMENT_TOO_LARGE']);
    expect(result(spec(lazy(1.1 * (specLimits.bytes + specLimits.lazyBytes))))).toEqual([
      false,
      'PW_DOCUMENT_TOO_LARGE',
    ]);
  });

  test('is not raised by a mere mention of lazy', () => {
    const text = `lazy: nobody\nactions: ${JSON.stringify('x'.repeat(specLimits.bytes))}`;
    expect(readSpec(text).ok).toBe(false);
    expect(result({ notes: { lazy: 1 }, ...bulk })).toEqual([false, 'PW_DOCUMENT_TOO_LARGE']);
    expect(result([{ lazy: 1 }, bulk])).toEqual([false, 'PW_DOCUMENT_TOO_LARGE']);
  });

  test('is the same for bytes', () => {
    expect(readSpec(Buffer.from(JSON.stringify(spec(lazy(specLimits.bytes))))).ok).toBe(true);
    expect(readSpec(Buffer.from(JSON.stringify(spec(bulk)))).ok).toBe(false);
  });
});

test('warnings about the document come before those about the spec', () => {
  const { ok, diagnostics } = readSpec(
    `%FOO bar\n---\n${JSON.stringify(spec({ budgets: { bootMs: 1 } }))}`,
  );
  expect(ok).toBe(true);
  expect(diagnostics.map(({ code }) => code)).toEqual(['PW_DOCUMENT_WARNING', 'PW_SPEC_BUDGET']);
});
