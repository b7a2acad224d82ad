import { describe, expect, test } from 'vitest';
import { codes, read, readOne } from './__fixtures__/document.js';

type Json = Record<string, unknown>;

/** The schema of a query parameter, as the spec has it. */
async function convert(schema: unknown, parts: Json = {}): Promise<unknown> {
  const { action } = await readOne(
    { summary: 'Find', parameters: [{ name: 'p', in: 'query', schema }] },
    parts,
  );
  return action.parameters[0]?.schema;
}
const newer = { openapi: '3.1.0' };

describe('keywords', () => {
  test.each<[string, Json, Json]>([
    [
      'boolean exclusiveMinimum',
      { type: 'number', minimum: 1, exclusiveMinimum: true },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    [
      'exclusiveMaximum: false',
      { type: 'number', maximum: 9, exclusiveMaximum: false },
      { type: 'number', maximum: 9 },
    ],
    [
      'numeric exclusiveMaximum',
      { type: 'integer', exclusiveMaximum: 9 },
      { type: 'integer', exclusiveMaximum: 9 },
    ],
    [
      'nullable',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    ['type: file', { type: 'file' }, { type: 'string', format: 'byte' }],
    ['format: binary', { type: 'string', format: 'binary' }, { type: 'string', format: 'byte' }],
    ['unknown type names', { type: 'datetime' }, { type: 'string', format: 'date-time' }],
    [
      'no type at all',
      { properties: { a: { type: 'string' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'items without a type',
      { items: { type: 'integer' }, uniqueItems: true },
      { type: 'array', items: { type: 'integer' }, uniqueItems: true },
    ],
    [
      'numbers written as text',
      { type: 'integer', enum: ['1', '2'], default: '2' },
      { type: 'integer', enum: [1, 2], default: 2 },
    ],
    [
      'text written as numbers',
      { type: 'string', enum: [1, true] },
      { type: 'string', enum: ['1', 'true'] },
    ],
    [
      'a default that does not fit',
      { type: 'integer', maximum: 3, default: 4 },
      { type: 'integer', maximum: 3 },
    ],
    [
      'keywords of other types',
      { type: 'string', minimum: 1, maxItems: 2, maxLength: 3 },
      { type: 'string', maxLength: 3 },
    ],
    [
      'limits that exclude each other',
      { type: 'integer', minimum: 5, maximum: 1 },
      { type: 'integer' },
    ],
    [
      'limits that are no numbers',
      { type: 'string', minLength: '0); run(); (', maxLength: -1 },
      { type: 'string' },
    ],
    ['a bad multipleOf', { type: 'number', multipleOf: 0 }, { type: 'number' }],
    ['a broken pattern', { type: 'string', pattern: '(?i)[' }, { type: 'string' }],
    ['a pattern that can run for ever', { type: 'string', pattern: '^(a+)+$' }, { type: 'string' }],
    [
      'a good pattern',
      { type: 'string', pattern: '^[a-z]+$' },
      { type: 'string', pattern: '^[a-z]+$' },
    ],
    ['a made-up format', { type: 'string', format: 'x"; run()' }, { type: 'string' }],
    [
      'vendor extensions',
      { type: 'string', 'x-enum-names': ['a'], xml: {}, externalDocs: {} },
      { type: 'string' },
    ],
    [
      'additionalProperties: false',
      { type: 'object', additionalProperties: false },
      { type: 'object' },
    ],
    [
      'additionalProperties with a schema',
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'a property named $ref',
      { type: 'object', properties: { $ref: { type: 'string' } } },
      { type: 'object', properties: { $ref: { type: 'string' } } },
    ],
    [
      'required: true of old drafts',
      { type: 'object', required: true, properties: { a: { type: 'string', required: true } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      'required properties that do not exist',
      { type: 'object', required: ['a', 'b', 1], properties: { a: {} } },
      { type: 'object', required: ['a'], properties: { a: {} } },
    ],
    ['schema: null', { type: 'array', items: null }, { type: 'array' }],
    ['an enum of objects', { enum: [{ a: 1 }] }, {}],
    [
      'an enum that is too long',
      { type: 'integer', enum: Array.from({ length: 300 }, (_, n) => n) },
      { type: 'integer' },
    ],
  ])('%s', async (_, schema, expected) => {
    expect(await convert(schema)).toEqual(expected);
  });

  test.each<[string, Json, Json]>([
    ['lists of types', { type: ['string', 'null'] }, { type: ['string', 'null'] }],
    ['const', { const: 'a' }, { const: 'a' }],
    ['prefixItems', { type: 'array', prefixItems: [{ type: 'string' }] }, { type: 'array' }],
    [
      'if, not and patternProperties',
      { type: 'object', not: {}, if: {}, patternProperties: { '^a': {} } },
      { type: 'object' },
    ],
    [
      'examples',
      { type: 'string', examples: ['shown', 'more'] },
      { type: 'string', examples: ['shown'] },
    ],
    ['$dynamicRef', { $dynamicRef: '#node' }, {}],
    [
      'boolean schemas',
      { type: 'object', properties: { a: true, b: false } },
      { type: 'object', properties: { a: {} } },
    ],
  ])('3.1: %s', async (_, schema, expected) => {
    expect(await convert(schema, newer)).toEqual(expected);
  });

  test('names that mean something to JavaScript are dropped', async () => {
    const schema = JSON.parse(
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"string"},"constructor":{"type":"string"},"ok":{"type":"string"}}}',
    ) as Json;
    expect(await convert(schema)).toEqual({
      type: 'object',
      properties: { ok: { type: 'string' } },
    });
  });
});

describe('composition', () => {
  const string = { type: 'string' };
  const integer = { type: 'integer' };

  test('oneOf becomes anyOf, since branches overlap in practice', async () => {
    expect(await convert({ oneOf: [string, integer, string] })).toEqual({
      anyOf: [string, integer],
    });
  });
  test('an alternative that allows anything allows everything', async () => {
    expect(await convert({ anyOf: [string, {}] })).toEqual({});
  });
  test('a single branch stands for itself', async () => {
    expect(await convert({ allOf: [string], description: 'A name' })).toEqual({ type: 'string' });
  });
  test('allOf keeps required of its siblings', async () => {
    const schema = {
      allOf: [{ type: 'object', properties: { a: string } }, { required: ['a'] }],
    };
    expect(await convert(schema)).toEqual({
      allOf: [{ type: 'object', properties: { a: string } }, { required: ['a'] }],
    });
  });
  test('a nullable reference is the reference or null', async () => {
    const components = { schemas: { Thing: { type: 'object', properties: { a: string } } } };
    expect(
      await convert(
        { allOf: [{ $ref: '#/components/schemas/Thing' }], nullable: true },
        { components },
      ),
    ).toEqual({
      anyOf: [{ $ref: '#/schemas/Thing' }, { type: 'null' }],
    });
  });
  test('a discriminator is told in words', async () => {
    const { action } = await readOne(
      {
        summary: 'Send',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                oneOf: [
                  { type: 'object', properties: { kind: string, a: string } },
                  { type: 'object', properties: { kind: string, b: string } },
                ],
                discriminator: { propertyName: 'kind', mapping: { first: 'x', second: 'y' } },
              },
            },
          },
        },
      },
      { method: 'post' },
    );
    expect(action.parameters[0]?.description).toBe('"kind" says which one it is: first, second');
  });
});

describe('references', () => {
  const refer = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const parameter = (schema: unknown) => ({
    summary: 'Find',
    parameters: [{ name: 'p', in: 'query', schema }],
  });

  test('structures get a name, simple targets are written in place', async () => {
    const components = {
      schemas: {
        Status: { type: 'string', enum: ['on', 'off'] },
        Thing: { type: 'object', properties: { status: refer('Status') } },
      },
    };
    const { action, spec } = await readOne(parameter(refer('Thing')), { components });
    expect(action.parameters[0]?.schema).toEqual({ $ref: '#/schemas/Thing' });
    expect(spec.schemas).toEqual({
      Thing: { type: 'object', properties: { status: { type: 'string', enum: ['on', 'off'] } } },
    });
  });

  test('cycles stay cycles', async () => {
    const components = {
      schemas: {
        Node: {
          type: 'object',
          properties: { next: refer('Node'), all: { type: 'array', items: refer('Node') } },
        },
      },
    };
    const { spec } = await readOne(parameter(refer('Node')), { components });
    expect(spec.schemas['Node']).toEqual({
      type: 'object',
      properties: {
        next: { $ref: '#/schemas/Node' },
        all: { type: 'array', items: { $ref: '#/schemas/Node' } },
      },
    });
  });

  test('a base that lists its variants, each of which is the base, comes to an end', async () => {
    const components = {
      schemas: {
        Base: {
          type: 'object',
          properties: { kind: { type: 'string' } },
          oneOf: [refer('Cat'), refer('Dog')],
        },
        Cat: {
          allOf: [refer('Base'), { type: 'object', properties: { lives: { type: 'integer' } } }],
        },
        Dog: {
          allOf: [refer('Base'), { type: 'object', properties: { barks: { type: 'boolean' } } }],
        },
      },
    };
    const { spec } = await readOne(parameter(refer('Base')), { components });
    expect(Object.keys(spec.schemas).sort()).toEqual(['Base', 'Cat', 'Dog']);
    expect(spec.schemas['Cat']?.allOf).toHaveLength(1);
  });

  test('references that lead nowhere, or in circles, are left open with a warning', async () => {
    const components = {
      schemas: { A: refer('B'), B: refer('A'), 'weird/name~x': { type: 'object', properties: {} } },
    };
    const missing = await readOne(parameter(refer('Missing')), { components });
    expect(missing.action.parameters[0]?.schema).toEqual({});
    expect(codes(missing.diagnostics)).toContain('PW_OPENAPI_REF_MISSING');
    const circle = await readOne(parameter(refer('A')), { components });
    expect(circle.action.parameters[0]?.schema).toEqual({});
    expect(codes(circle.diagnostics)).toContain('PW_OPENAPI_REF_CYCLE');
    const odd = await readOne(parameter({ $ref: '#/components/schemas/weird~1name~0x' }), {
      components,
    });
    expect(odd.action.parameters[0]?.schema).toEqual({ $ref: '#/schemas/weird_name_x' });
    const encoded = await readOne(parameter({ $ref: '#/components/schemas/weird%7E1name~0x' }), {
      components,
    });
    expect(encoded.action.parameters[0]?.schema).toEqual({ $ref: '#/schemas/weird_name_x' });
    const inherited = await readOne(parameter(refer('constructor')), { components });
    expect(inherited.action.parameters[0]?.schema).toEqual({});
  });

  test('equal last parts of pointers, and reserved ones, get distinct names', async () => {
    const object = (key: string) => ({ type: 'object', properties: { [key]: { type: 'string' } } });
    const components = {
      schemas: { thing: object('a'), Thing: object('b'), toString: object('c'), '9': object('d') },
    };
    const { spec } = await readOne(
      {
        summary: 'Find',
        parameters: ['thing', 'Thing', 'toString', '9'].map((name) => ({
          name: `p${name}`,
          in: 'query',
          schema: refer(name),
        })),
      },
      { components },
    );
    expect(Object.keys(spec.schemas)).toEqual(['thing', 'Thing_2', 'Schema', 'Schema_2']);
  });

  test('one schema with read-only parts has two forms, one without has one', async () => {
    const components = {
      schemas: {
        Plain: {
          type: 'object',
          properties: { a: { type: 'string', description: 'long '.repeat(40) } },
        },
        Thing: {
          type: 'object',
          properties: {
            id: { type: 'string', readOnly: true },
            a: { type: 'string' },
            plain: refer('Plain'),
          },
        },
      },
    };
    const { spec } = await readOne(
      {
        summary: 'Send',
        requestBody: {
          content: { 'application/json': { schema: { type: 'array', items: refer('Thing') } } },
        },
        responses: {
          200: { description: '', content: { 'application/json': { schema: refer('Thing') } } },
        },
      },
      { method: 'post', components },
    );
    expect(Object.keys(spec.schemas).sort()).toEqual(['Plain', 'Thing', 'ThingOutput']);
    expect(Object.keys(spec.schemas['Thing']?.properties ?? {})).toEqual(['a', 'plain']);
    expect(Object.keys(spec.schemas['ThingOutput']?.properties ?? {})).toEqual([
      'id',
      'a',
      'plain',
    ]);
  });
});

describe('size', () => {
  const wide = (n: number): Json => ({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: n }, (_, i) => [
        `p${i}`,
        { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      ]),
    ),
  });

  test('an input that is too large is cut far from its root, with a warning', async () => {
    const { action, diagnostics } = await readOne({
      summary: 'Find',
      parameters: [{ name: 'p', in: 'query', schema: wide(100) }],
    });
    expect(Object.keys(action.parameters[0]?.schema.properties ?? {})).toHaveLength(100);
    expect(action.parameters[0]?.schema.properties?.['p0']).toEqual({ type: 'object' });
    expect(diagnostics).toMatchObject([{ code: 'PW_OPENAPI_SCHEMA_CUT', severity: 'warning' }]);
  });

  test('when even the first level is too much, what is required stays', async () => {
    const schema = { ...wide(400), required: ['p399'] };
    const { action } = await readOne({
      summary: 'Find',
      parameters: [{ name: 'p', in: 'query', schema }],
    });
    const properties = Object.keys(action.parameters[0]?.schema.properties ?? {});
    expect(properties).toHaveLength(120);
    expect(properties[0]).toBe('p399');
  });

  test('a chain of many schemas is kept near its start', async () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [
        `S${n}`,
        {
          type: 'object',
          properties: {
            next: { $ref: `#/components/schemas/S${n + 1}` },
            text: { type: 'string', description: 'words '.repeat(30) },
          },
        },
      ]),
    );
    const { spec, diagnostics } = await readOne(
      {
        summary: 'Find',
        parameters: [{ name: 'p', in: 'query', schema: { $ref: '#/components/schemas/S0' } }],
      },
      { components: { schemas } },
    );
    expect(Object.keys(spec.schemas).length).toBeLessThan(300);
    expect(JSON.stringify(spec.schemas).length).toBeLessThan(60_000);
    expect(codes(diagnostics)).toContain('PW_OPENAPI_SCHEMA_CUT');
  });

  test('very deep nesting ends', async () => {
    let schema: Json = { type: 'string' };
    for (let n = 0; n < 60; n++) schema = { type: 'object', properties: { deeper: schema } };
    expect(JSON.stringify(await convert(schema)).length).toBeLessThan(1000);
  });
});

test('descriptions inside schemas are plain text', async () => {
  const { action } = await readOne({
    summary: 'Find',
    parameters: [
      {
        name: 'p',
        in: 'query',
        schema: {
          type: 'object',
          properties: {
            a: { type: 'string', description: '**The** <b>`name`</b>\n\nof [it](https://x.test)' },
          },
        },
      },
    ],
  });
  expect(action.parameters[0]?.schema.properties?.['a']?.description).toBe('The name of it');
});

test('parameters that every operation takes are left out', async () => {
  const shared = { $ref: '#/components/parameters/Trace' };
  const paths = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [
      `/things${n}`,
      { parameters: [shared], get: { summary: `Find ${n}` } },
    ]),
  );
  const components = {
    parameters: { Trace: { name: 'trace', in: 'query', schema: { type: 'string' } } },
  };
  const { spec, diagnostics } = await read({ paths, components });
  expect(spec.actions.every(({ parameters }) => parameters.length === 0)).toBe(true);
  expect(codes(diagnostics)).toEqual(['PW_OPENAPI_PARAMETER_IGNORED']);
});
