import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { arbitrarySpec } from '../__fixtures__/arbitrary-spec.js';
import { cleanValue } from '../clean-value.js';
import { pluginSpecSchema } from '../plugin-spec.js';
import { readDocument } from '../read-document.js';
import { REFUSED, readPlain } from './read-plain.js';
import { specTable } from './spec-table.gen.js';
import { tableOf } from './table-of.js';

const fixtures = join(import.meta.dirname, '../__fixtures__');
const valid = readdirSync(join(fixtures, 'valid')).map(
  (file) =>
    cleanValue(readDocument(readFileSync(join(fixtures, 'valid', file), 'utf8')).value).value,
);

/** As text, since the order of the keys is part of the output. */
const byTable = (value: unknown) => {
  const read = readPlain(specTable, value);
  return read === REFUSED ? REFUSED : JSON.stringify(read);
};
const byZod = (value: unknown) => {
  const parsed = pluginSpecSchema.safeParse(value);
  return parsed.success ? JSON.stringify(parsed.data) : REFUSED;
};

/** What can be at a place instead of what is there. */
const others = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e9,
  '',
  ' ',
  'x',
  'X_Y',
  'x'.repeat(5000),
  'https://example.com',
  'https://example.com/a b',
  ' https://example.com',
  'HTTPS://example.com',
  'ftp://example.com',
  'http:example.com',
  'https://',
  'a@example.com',
  '1.2.3',
  [],
  [1],
  ['x'],
  {},
  { kind: 'http' },
  { kind: 'custom' },
  { type: 'string' },
  { $ref: '#/schemas/X' },
] as const;

/** All places of a value, as paths. */
function* places(value: unknown, path: string[] = []): Generator<string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* places(item, [...path, key]);
}

/** A copy with `change` at `path`; a key more, too, where that is what is asked for. */
function changed(value: unknown, path: readonly string[], change: unknown): unknown {
  if (path.length === 0) return change;
  const copy = structuredClone(value) as Record<string, unknown>;
  const last = path.at(-1)!;
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  if (change === undefined && !Array.isArray(parent)) delete parent[last];
  else parent[last] = change ?? null;
  return copy;
}

describe('the table of a spec', () => {
  it('is what the zod schemas say', () => {
    expect(specTable).toEqual(tableOf(pluginSpecSchema));
  });

  it('reads every valid spec as zod does', () => {
    expect(valid.length).toBeGreaterThan(3);
    for (const spec of valid) {
      expect(byZod(spec)).not.toBe(REFUSED);
      expect(byTable(spec)).toBe(byZod(spec));
    }
  });

  it('reads random specs as zod does', () => {
    fc.assert(
      fc.property(arbitrarySpec, (input) => {
        const { value } = cleanValue(input);
        expect(byTable(value)).toBe(byZod(value));
      }),
      { numRuns: 150 },
    );
  });

  it('accepts nothing at any place that zod refuses, and gives the same for what it accepts', () => {
    const seen = { refused: 0, accepted: 0, narrower: 0 };
    const wrong: string[] = [];
    const compare = (path: readonly string[], value: unknown) => {
      const table = byTable(value);
      const zod = byZod(value);
      seen[table === REFUSED ? 'refused' : 'accepted'] += 1;
      if (table === REFUSED && zod !== REFUSED) seen.narrower += 1;
      if (table !== REFUSED && table !== zod) wrong.push(path.join('/'));
    };
    for (const spec of valid) {
      [...places(spec)].forEach((path, index) => {
        // Each place meets some of them, all places together each of them often.
        for (const step of [0, 13])
          compare(path, changed(spec, path, others[(index + step) % others.length]));
        if (path.length > 0 && index % 4 === 0)
          compare(path, changed(spec, [...path.slice(0, -1), 'unknownKey'], 'x'));
      });
    }
    expect(wrong).toEqual([]);
    expect(seen.refused).toBeGreaterThan(500);
    expect(seen.accepted).toBeGreaterThan(100);
    // Only what a URL is, is seen more narrowly.
    expect(seen.narrower).toBeLessThan(seen.refused / 50);
  });

  it('does not share what it fills in', () => {
    const minimal = { specVersion: 1, name: 'plugin-x', description: 'x' };
    const first = readPlain(specTable, minimal) as { actions: unknown[]; permissions: object };
    first.actions.push(1);
    Object.assign(first.permissions, { hosts: [1] });
    expect(byTable(minimal)).toBe(byZod(minimal));
  });

  it('refuses a key that would change the object it is put into', () => {
    const spec = JSON.parse(
      '{"specVersion":1,"name":"plugin-x","description":"x","apis":{"__proto__":{"baseUrlEnv":"X"}}}',
    ) as unknown;
    expect(readPlain(specTable, spec)).toBe(REFUSED);
  });
});

describe('tableOf', () => {
  it.each([
    ['a transform', z.strictObject({ x: z.string().transform(Number) })],
    ['an object that is not strict', z.object({ x: z.string() })],
    ['a pattern with flags', z.strictObject({ x: z.string().regex(/a/i) })],
    ['a default inside an optional', z.strictObject({ x: z.string().default('a').optional() })],
    ['a bare optional item', z.strictObject({ x: z.array(z.string().optional()) })],
    ['a multiple', z.strictObject({ x: z.number().multipleOf(2) })],
    ['an upper bound that is left out', z.strictObject({ x: z.number().lt(2) })],
    ['another number format', z.strictObject({ x: z.float32() })],
    ['a check of its own', z.strictObject({ x: z.string().refine(() => true) })],
    ['a check of an object', z.strictObject({ x: z.string() }).refine(() => true)],
    ['a nullable member', z.strictObject({ x: z.string().nullable() })],
    ['a date', z.strictObject({ x: z.date() })],
  ])('has no words for %s', (_, schema) => {
    expect(() => tableOf(schema)).toThrow(/no |strict|flags|layer|another way/);
  });

  it('keeps equal schemas once, and one that holds itself', () => {
    const node: z.ZodType = z.lazy(() =>
      z.strictObject({ text: z.string(), next: node.optional() }),
    );
    const table = tableOf(z.strictObject({ a: z.string(), b: z.string(), node }));
    expect(table).toEqual([
      {
        type: 'object',
        members: { a: { schema: 1 }, b: { schema: 1 }, node: { schema: 2 } },
      },
      { type: 'string' },
      {
        type: 'object',
        members: { text: { schema: 1 }, next: { schema: 2, optional: true } },
      },
    ]);
    const value = { a: 'x', b: 'y', node: { text: 'a', next: { text: 'b' } } };
    expect(readPlain(table, value)).toEqual(value);
  });
});
