import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../parse-spec.js';
import { readSpec } from '../read-spec.js';
import { writeSpec } from '../write-spec.js';
import { readOpenApi } from './index.js';

const require = createRequire(import.meta.url);

/** Payload classes that broke generators before; see also CVE-2016-5641. */
const payloads = [
  'x */ globalThis.pwned = 1; /*',
  'x", handler: (globalThis.pwned = 1), y: "',
  "x'; globalThis.pwned = 1; '",
  '`+(globalThis.pwned = 1)+`',
  '${globalThis.pwned = 1}',
  'line\nglobalThis.pwned = 1 //',
  'line\rglobalThis.pwned = 1 //',
  'line\u2028globalThis.pwned = 1 //',
  'trailing\\',
  '\u202eevil\u2066text\u200b\ufeff',
  '@ts-nocheck',
  '/// <reference path="x" />',
  '{{#each this}}{{@key}}{{/each}}',
  '__proto__',
  'constructor',
  '<script>alert(1)</script>',
  '](javascript:alert(1))',
  '../../../../etc/passwd',
  '\ud800 lone surrogate',
  '\u0000nul',
  'é'.repeat(5000),
];

/** A document with the payload in every place where text can stand. */
const hostile = (x: string) => ({
  openapi: '3.0.3',
  info: {
    title: x,
    version: x,
    description: x,
    license: { name: x, url: x },
    contact: { name: x, email: x },
  },
  servers: [
    { url: x, description: x },
    { url: `https://api.example.com/${encodeURIComponent(x.replace(/[\ud800-\udfff]/gu, ''))}` },
  ],
  tags: [{ name: x, description: x }],
  security: [{ [x]: [x] }],
  externalDocs: { url: x },
  paths: {
    '/safe/{id}': {
      get: {
        operationId: x,
        summary: x,
        description: x,
        tags: [x],
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            description: x,
            schema: {
              type: 'string',
              pattern: x,
              format: x,
              default: x,
              example: x,
              enum: [x, 'ok'],
              minLength: x,
              maxLength: x,
              title: x,
            },
          },
          {
            name: x,
            in: 'query',
            description: x,
            example: x,
            schema: { $ref: `#/components/schemas/${x}` },
          },
          { name: x, in: 'header', schema: { type: x } },
          {
            name: x,
            in: 'cookie',
            style: x,
            explode: x,
            schema: { type: 'number', minimum: x, maximum: x, multipleOf: x, exclusiveMinimum: x },
          },
        ],
        responses: {
          200: {
            description: x,
            headers: { [x]: {} },
            content: {
              'application/json': {
                schema: { $ref: `#/components/schemas/${x}` },
                example: { [x]: x },
              },
            },
          },
          [x]: { description: x },
        },
      },
      post: {
        requestBody: {
          description: x,
          content: {
            [x]: {
              schema: {
                type: 'object',
                required: [x],
                properties: { [x]: { description: x, type: 'string' } },
              },
            },
            'application/json': {
              schema: {
                type: 'object',
                required: [x],
                properties: {
                  [x]: { description: x, type: 'string' },
                  ok: { type: 'array', minItems: x, items: { enum: [x] } },
                },
                discriminator: { propertyName: x, mapping: { [x]: x } },
              },
            },
          },
        },
        'x-codegen-request-body-name': x,
        responses: { 201: { description: x, content: { [x]: { schema: {} } } } },
      },
    },
    [`/${x}`]: { get: { summary: 'Odd path', responses: {} } },
    [x]: { $ref: x },
  },
  components: {
    schemas: {
      [x]: {
        type: 'object',
        description: x,
        properties: { [x]: { description: x }, self: { $ref: `#/components/schemas/${x}` } },
      },
    },
    securitySchemes: {
      [x]: { type: 'apiKey', in: 'header', name: x, description: x },
      b: { type: 'http', scheme: x },
      c: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: x, scopes: { [x]: x } } } },
    },
  },
  'x-anything': x,
});

describe('hostile text', () => {
  test.each(payloads)('%j gives a spec that is plain, closed data', async (payload) => {
    const result = await readOpenApi({ text: JSON.stringify(hostile(payload)), source: payload });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { spec } = result;
    expect(parseSpec(spec).ok).toBe(true);
    expect(spec.name).toMatch(/^plugin-[a-z0-9-]+$/);
    expect(spec.version).toBe('1.0.0');
    for (const action of spec.actions) {
      expect(action.name).toMatch(/^[A-Z][A-Z0-9_]{1,63}$/);
      for (const parameter of action.parameters)
        expect(parameter.name).toMatch(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);
    }
    const text = JSON.stringify(spec);
    // oxlint-disable-next-line no-misleading-character-class
    expect(text).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]|\\u0000/);
    expect(text).not.toContain('"__proto__":');
    for (const [, value] of text.matchAll(/"(?:min|max)[A-Z]\w+":([^,}]+)/g))
      expect(Number(value)).not.toBeNaN();
    expect(readSpec(writeSpec(spec))).toMatchObject({ ok: true, spec });
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test('the same document gives the same spec, and nothing of it is run', async () => {
    const text = JSON.stringify(hostile('${globalThis.pwned = 1}'));
    const [first, second] = await Promise.all([readOpenApi({ text }), readOpenApi({ text })]);
    expect(first).toEqual(second);
    expect('pwned' in globalThis).toBe(false);
  });
});

/** Replaces one value somewhere in a document by another one. */
function mutate(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  const changed = mutate((value as Record<string, unknown>)[key], rest, replacement);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? changed : item));
  return { ...value, [key]: changed };
}

describe('mutated documents', () => {
  const documents = [
    '2.0/json/petstore',
    '3.0/json/petstore',
    '3.1/json/petstore',
    '3.0/json/file-uploads',
    '3.0/json/security',
  ].map((name): unknown =>
    JSON.parse(readFileSync(require.resolve(`@readme/oas-examples/${name}.json`), 'utf8')),
  );
  const junk = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      Number.MAX_VALUE,
      '',
      'object',
      'array',
      [],
      {},
      [null],
      { $ref: '#' },
      { $ref: '#/paths' },
      { $ref: '#/components/schemas/Pet' },
      { type: 'array' },
      { allOf: [{ $ref: '#/components/schemas/Pet' }] },
    ),
    fc.constantFrom<unknown>(...payloads),
    fc.jsonValue({ maxDepth: 3 }),
  );

  test('never throw, and give a valid spec or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...documents),
        fc.array(fc.tuple(fc.array(fc.nat(40), { minLength: 1, maxLength: 9 }), junk), {
          minLength: 1,
          maxLength: 6,
        }),
        async (document, changes) => {
          const mutated = changes.reduce<unknown>(
            (value, [path, replacement]) => mutate(value, path, replacement),
            document,
          );
          const result = await readOpenApi({ text: JSON.stringify(mutated) ?? '' });
          const checked = result.ok ? parseSpec(result.spec).diagnostics : result.diagnostics;
          const errors = checked
            .filter(({ severity }) => severity === 'error')
            .map(({ code }) => code);
          // A spec without errors, or at least one error of ours and nothing else.
          expect(errors.length > 0).toBe(!result.ok);
          for (const code of errors) expect(code).toMatch(/^PW_(?:OPENAPI|DOCUMENT)_/);
        },
      ),
      { numRuns: 150, seed: 20_26 },
    );
  }, 60_000);
});
