import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anySchema, documentSchemas, mutations, oracle } from './__fixtures__/json-schemas.js';
import { exampleFor } from './example-value.js';
import { fitsSchema } from './fits-schema.js';
import type { JsonSchema } from './json-schema.js';

const documents = documentSchemas();

describe('exampleFor on the schemas of real documents', () => {
  it('gives a value that Ajv accepts for every one of them', () => {
    const wrong = new Set<string>();
    let schemas = 0;
    for (const set of documents) {
      const verdict = oracle(set.schemas, { overlap: true });
      for (const root of set.roots) {
        schemas++;
        const value = exampleFor(root, set.schemas);
        if (!verdict(root)(value)) wrong.add(`${JSON.stringify(root)} → ${JSON.stringify(value)}`);
      }
    }
    expect([...wrong]).toEqual([
      // Each node requires another one, without end.
      '{"$ref":"#/schemas/TreeNode"} → null',
      // Nothing is both.
      '{"allOf":[{"type":["string"]},{"type":["integer"]}]} → null',
    ]);
    expect(schemas).toBeGreaterThan(1000);
  });

  it('gives the same value every time', () => {
    for (const set of documents.slice(0, 10)) {
      for (const root of set.roots) {
        expect(exampleFor(root, set.schemas)).toEqual(
          exampleFor(structuredClone(root), set.schemas),
        );
      }
    }
  });
});

describe('exampleFor on random schemas', () => {
  const named = fc.record({ A: anySchema, B: anySchema, C: anySchema });

  it('gives a value that Ajv accepts, or null where it found none', () => {
    let found = 0;
    fc.assert(
      fc.property(anySchema, named, (schema, schemas) => {
        const value = exampleFor(schema, schemas);
        const fits = fitsSchema(value, schema, schemas, { overlap: true });
        if (!fits) return value === null;
        found++;
        return isEndless(schemas) || oracle(schemas, { overlap: true })(schema)(value);
      }),
      { numRuns: 400, seed: 20_240 },
    );
    expect(found).toBeGreaterThan(200);
  });

  it('agrees with Ajv on what fits, for values and their mutations', () => {
    fc.assert(
      fc.property(anySchema, named, fc.boolean(), (schema, schemas, overlap) => {
        if (isEndless(schemas)) return;
        const verdict = oracle(schemas, { overlap })(schema);
        for (const value of mutations(exampleFor(schema, schemas))) {
          expect([value, fitsSchema(value, schema, schemas, { overlap })]).toEqual([
            value,
            verdict(value),
          ]);
        }
      }),
      { numRuns: 200, seed: 20_241 },
    );
  });
});

/** Schemas that are defined as themselves at the same place: Ajv overflows its stack on them. */
function isEndless(schemas: Record<string, JsonSchema>): boolean {
  const reach = (schema: JsonSchema | undefined, open: string[]): boolean => {
    if (schema === undefined) return false;
    const name = schema.$ref?.slice('#/schemas/'.length);
    if (name !== undefined) return open.includes(name) || reach(schemas[name], [...open, name]);
    return [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some(
      (part) => reach(part, open),
    );
  };
  return Object.keys(schemas).some((name) => reach(schemas[name], [name]));
}

describe('what exampleFor chooses', () => {
  const cases: [string, JsonSchema, unknown][] = [
    [
      'a written example that fits',
      { type: 'string', examples: [5, 'cat'], enum: ['dog', 'cat'] },
      'cat',
    ],
    ['the default before the enum', { enum: ['a', 'b'], default: 'b' }, 'b'],
    ['no default that does not fit', { type: 'integer', default: 'ten', minimum: 3 }, 3],
    ['a constant', { const: { a: [1] } }, { a: [1] }],
    ['the format', { type: 'string', format: 'date' }, '2024-01-01'],
    ['the format within its length', { type: 'string', format: 'email', maxLength: 4 }, 'text'],
    [
      'a number between open limits',
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      0.5,
    ],
    ['a multiple', { type: 'integer', minimum: 10, multipleOf: 7 }, 14],
    ['a negative number', { type: 'integer', maximum: -3 }, -3],
    ['the least that is allowed', { type: 'number', minimum: 2.5, maximum: 2.6 }, 2.5],
    ['text of a pattern', { type: 'string', pattern: '^(?:ab|cd)-\\d{2,}$' }, 'ab-00'],
    ['text long enough', { type: 'string', minLength: 6 }, 'textte'],
    ['null only when nothing else is', { type: ['null', 'boolean'] }, true],
    [
      'distinct items',
      { type: 'array', items: { enum: ['a', 'b'] }, minItems: 2, uniqueItems: true },
      ['a', 'b'],
    ],
    [
      'distinct texts',
      { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
      ['text', 'text 2'],
    ],
    [
      'no item where none is allowed',
      { type: 'array', items: { type: 'string' }, maxItems: 0 },
      [],
    ],
    ['enough properties', { type: 'object', minProperties: 2 }, { key1: 'text', key2: 'text' }],
    ['values of a map', { type: 'object', additionalProperties: { type: 'integer' } }, { key1: 1 }],
    ['one of the alternatives', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'text'],
    [
      'what all parts ask for',
      {
        allOf: [
          { type: 'number', minimum: 4 },
          { type: 'integer', maximum: 4 },
        ],
      },
      4,
    ],
    ['a type that is only implied', { properties: { a: { type: 'boolean' } } }, { a: true }],
    ['anything where anything goes', {}, 'text'],
  ];
  it.each(cases)('%s', (_, schema, expected) => {
    expect(exampleFor(schema)).toEqual(expected);
    expect(fitsSchema(exampleFor(schema), schema)).toBe(true);
  });

  it.each([
    ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
    ['date', /^\d{4}-\d\d-\d\d$/],
    ['time', /^\d\d:\d\d:\d\dZ$/],
    ['duration', /^P\d+D$/],
    ['email', /^\w+@example\.com$/],
    ['idn-email', /^\w+@example\.com$/],
    ['hostname', /^(?:\w+\.)?example\.com$/],
    ['uri', /^https:\/\/example\.com\//],
    ['url', /^https:\/\/example\.com\//],
    ['uri-reference', /^\/example/],
    ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['guid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['ipv4', /^192\.0\.2\.\d+$/],
    ['ipv6', /^2001:db8::[0-9a-f]+$/],
    ['byte', /^[A-Za-z0-9+/]+=*$/],
    ['base64', /^[A-Za-z0-9+/]+=*$/],
    ['binary', /^[A-Za-z0-9+/]+=*$/],
    ['json-pointer', /^\/example/],
    ['regex', /^\^example/],
  ])('writes distinct texts of the format %s', (format, expected) => {
    const items: JsonSchema = { type: 'string', format };
    const value = exampleFor({ type: 'array', items, minItems: 2, uniqueItems: true });
    expect(value).toEqual([expect.stringMatching(expected), expect.stringMatching(expected)]);
  });

  it('ends cycles at optional places', () => {
    const schemas: Record<string, JsonSchema> = {
      Node: {
        type: 'object',
        required: ['name', 'next', 'children'],
        properties: {
          name: { type: 'string' },
          next: { anyOf: [{ $ref: '#/schemas/Node' }, { type: 'null' }] },
          children: { type: 'array', items: { $ref: '#/schemas/Node' } },
          parent: { $ref: '#/schemas/Node' },
        },
      },
    };
    const value = exampleFor({ $ref: '#/schemas/Node' }, schemas);
    expect(value).toEqual({ name: 'text', next: null, children: [] });
  });

  it('gives null where nothing can fit', () => {
    for (const schema of [
      { type: 'integer', minimum: 2, maximum: 1 },
      { type: 'array', items: { type: 'string' }, minItems: 5000 },
      { allOf: [{ type: 'string' }, { type: 'boolean' }] },
      { type: 'object', required: ['a'], additionalProperties: false },
      { anyOf: [{ type: 'string', maxLength: 1, minLength: 2 }] },
    ] satisfies JsonSchema[]) {
      expect(exampleFor(schema)).toBeNull();
    }
  });

  it('takes what overlapping alternatives share, when exactly one cannot be met', () => {
    const schema: JsonSchema = { oneOf: [{ type: 'string' }, { type: 'string', minLength: 1 }] };
    expect(exampleFor(schema)).toBe('text');
    expect(fitsSchema('text', schema)).toBe(false);
    expect(fitsSchema('text', schema, {}, { overlap: true })).toBe(true);
  });

  it('keeps a wide schema small', () => {
    const wide: JsonSchema = {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => [`p${n}`, { $ref: '#/schemas/Wide' }]),
      ),
    };
    const leaf: JsonSchema = {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => [
          `q${n}`,
          { type: 'array', items: { type: 'string' } },
        ]),
      ),
    };
    const text = JSON.stringify(exampleFor(wide, { Wide: leaf }));
    expect(text.length).toBeLessThan(20_000);
  });
});
