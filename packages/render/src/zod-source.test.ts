import { exampleFor, type JsonSchema } from '@plugwright/spec';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as zod from 'zod';
import {
  anySchema,
  documentSchemas,
  mutations,
  oracle,
} from '../../spec/src/__fixtures__/json-schemas.js';
import { emitZod, type ZodSource } from './zod-source.js';

const documents = documentSchemas();

/** A module of the emitted source, as a generated plugin would hold it. */
const moduleText = (source: ZodSource) =>
  [
    `import { z } from 'zod';`,
    ...source.definitions.map((definition) => definition.code),
    ...source.expressions.map((expression, index) => `export const root${index} = ${expression};`),
  ].join('\n');

/** The emitted source, run. Its text is ours, so evaluating it here shows what a plugin would do. */
function run(source: ZodSource): zod.ZodType[] {
  const body = [
    ...source.definitions.map((definition) =>
      definition.code.replace('export const', 'const').replace(': z.ZodType =', ' ='),
    ),
    `return [${source.expressions.join(',\n')}];`,
  ].join('\n');
  const evaluate = Reflect.construct(Function, ['z', body]) as (z: typeof zod.z) => zod.ZodType[];
  return evaluate(zod.z);
}

const first = (schema: JsonSchema, schemas: Record<string, JsonSchema> = {}, coerce = false) => {
  const [type] = run(emitZod([schema], schemas, { coerce }));
  if (!type) throw new Error('no expression');
  return type;
};

/** Lengths count UTF-16 units in zod, code points in Ajv; the rest is the documented difference. */
const plain = (value: unknown) => !/[\ud800-\udfff]|__proto__/.test(JSON.stringify(value));

describe('emitZod on the schemas of real documents', { timeout: 120_000 }, () => {
  it('agrees with Ajv on valid values and their mutations', () => {
    const wrong: string[] = [];
    let verdicts = 0;
    for (const set of documents) {
      const judge = oracle(set.schemas, { overlap: true });
      const types = run(emitZod(set.roots, set.schemas));
      set.roots.forEach((root, index) => {
        const expected = judge(root);
        const value = exampleFor(root, set.schemas);
        for (const candidate of [value, ...mutations(value).slice(0, 40)]) {
          verdicts++;
          if (types[index]?.safeParse(candidate).success !== expected(candidate)) {
            wrong.push(`${set.source} ${JSON.stringify(root)} ${JSON.stringify(candidate)}`);
          }
        }
      });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(verdicts).toBeGreaterThan(30_000);
  });

  it('gives the same text every time', () => {
    const [set] = documents;
    expect(emitZod(set?.roots ?? [], set?.schemas ?? {})).toEqual(
      emitZod(structuredClone(set?.roots ?? []), structuredClone(set?.schemas ?? {})),
    );
  });
});

describe('emitZod on random schemas', () => {
  it('agrees with Ajv', () => {
    const result = fc.check(
      fc.property(
        anySchema,
        fc.record({ A: anySchema, B: anySchema, C: anySchema }),
        (schema, schemas) => {
          const source = emitZod([schema], schemas);
          const [type] = run(source);
          // Where a schema is defined as itself, Ajv overflows its stack.
          if (source.warnings.length > 0) return type?.safeParse(1) !== undefined;
          const expected = oracle(schemas, { overlap: true })(schema);
          return mutations(exampleFor(schema, schemas))
            .filter(plain)
            .every((value) => type?.safeParse(value).success === expected(value));
        },
      ),
      { numRuns: 300, seed: 4711 },
    );
    expect(result.counterexample).toBeNull();
  });
});

describe('the emitted source', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it('type-checks in one strict program, hostile names and patterns included', () => {
    const require = createRequire(import.meta.url);
    const root = mkdtempSync(join(import.meta.dirname, '..', '.zod-source-'));
    folders.push(root);
    mkdirSync(join(root, 'src'));
    const texts = [...documents.map(({ roots, schemas }) => emitZod(roots, schemas)), hostile()];
    const coerced = documents.map(({ roots, schemas }) =>
      emitZod(roots, schemas, { coerce: true }),
    );
    [...texts, ...coerced].forEach((source, index) => {
      writeFileSync(join(root, 'src', `m${index}.ts`), `${moduleText(source)}\n`);
    });
    writeFileSync(
      join(root, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.base.json', include: ['src'] }),
    );
    const tsc = join(dirname(require.resolve('@typescript/native/package.json')), 'bin/tsc');
    const check = () =>
      execFileSync(process.execPath, [tsc, '-p', root, '--pretty', 'false'], { encoding: 'utf8' });
    expect(check()).toBe('');
  }, 120_000);

  it('runs none of the text it is given', () => {
    const types = run(hostile());
    expect(types.length).toBeGreaterThan(0);
    expect(Reflect.get(globalThis, 'plugwrightWasHere')).toBeUndefined();
  });

  it('names definitions apart, dependencies first, and only those it needs', () => {
    const schemas: Record<string, JsonSchema> = {
      Unused: { type: 'string' },
      'pet-owner': { type: 'object', properties: { pet: { $ref: '#/schemas/Pet' } } },
      pet_owner: { type: 'string' },
      '9lives': { type: 'boolean' },
      Pet: { type: 'object', properties: { lives: { $ref: '#/schemas/9lives' } } },
      class: { type: 'null' },
    };
    const refs = ['pet-owner', 'pet_owner', 'class'].map((name) => ({ $ref: `#/schemas/${name}` }));
    const source = emitZod(refs, schemas);
    expect(source.definitions.map(({ name, identifier }) => [name, identifier])).toEqual([
      ['9lives', 't9livesSchema'],
      ['Pet', 'petSchema'],
      ['pet-owner', 'petOwnerSchema'],
      ['pet_owner', 'petOwner2Schema'],
      ['class', 'classSchema'],
    ]);
    expect(source.expressions).toEqual(['petOwnerSchema', 'petOwner2Schema', 'classSchema']);
  });

  it('gives cycles an explicit type and a late reference', () => {
    const schemas: Record<string, JsonSchema> = {
      Node: { type: 'object', properties: { next: { $ref: '#/schemas/Link' } } },
      Link: { type: 'object', required: ['to'], properties: { to: { $ref: '#/schemas/Node' } } },
    };
    const source = emitZod([{ $ref: '#/schemas/Node' }], schemas);
    expect(source.definitions.map(({ code }) => code)).toEqual([
      'export const nodeSchema: z.ZodType = z.looseObject({ "next": z.lazy(() => linkSchema).optional() });',
      'export const linkSchema: z.ZodType = z.looseObject({ "to": nodeSchema });',
    ]);
    const [type] = run(source);
    expect(type?.safeParse({ next: { to: { next: { to: {} } } } }).success).toBe(true);
    expect(type?.safeParse({ next: { to: { next: {} } } }).success).toBe(false);
  });

  it('warns of what it does not check', () => {
    const { warnings, expressions } = emitZod(
      [
        { type: 'string', pattern: '^(a+)+$' },
        { type: 'string', pattern: '(' },
        { $ref: '#/schemas/Nowhere' },
        { $ref: '#/schemas/Self' },
        { type: 'object', properties: JSON.parse('{"__proto__":{"type":"string"}}') as never },
      ],
      { Self: { allOf: [{ $ref: '#/schemas/Self' }] } },
    );
    expect(warnings).toEqual([
      'The schema "Self" is defined as itself; that part is not checked.',
      'The pattern "^(a+)+$" could take exponential time; it is not checked.',
      'The pattern "(" does not compile; it is not checked.',
      'There is no schema named "Nowhere"; its place takes any value.',
      'A property named "__proto__" is not checked.',
    ]);
    expect(expressions).toEqual([
      'z.string()',
      'z.string()',
      'z.unknown()',
      'selfSchema',
      'z.looseObject({})',
    ]);
  });

  it('prints no limit that is not a number', () => {
    const schema = { type: 'string', minLength: '0); globalThis.plugwrightWasHere = 1; ("' };
    expect(emitZod([schema as unknown as JsonSchema], {}).expressions).toEqual(['z.string()']);
    const odd = { type: 'object', minProperties: '1', maxProperties: Number.NaN, pattern: 5 };
    expect(emitZod([odd as unknown as JsonSchema], {}).expressions).toEqual(['z.looseObject({})']);
  });
});

describe('what the emitted source takes', () => {
  const takes: [string, JsonSchema, unknown[], unknown[]][] = [
    ['strings of an enum', { enum: ['a', 'b', 'a'] }, ['a', 'b'], ['c', null]],
    ['one string', { const: 'a' }, ['a'], ['b', undefined]],
    ['a name that objects are born with', { enum: ['__proto__', 'x'] }, ['__proto__'], ['y']],
    [
      'mixed values',
      { enum: ['a', 1, true, null, { b: [1] }, []] },
      [1, null, { b: [1] }, []],
      [2, { b: [2] }, [1]],
    ],
    ['only values of the type', { type: 'string', enum: ['a', 1] }, ['a'], [1]],
    ['nothing where nothing is left', { type: 'string', enum: [1] }, [], [1, 'a']],
    ['null', { type: 'null' }, [null], [undefined, 0]],
    ['null beside another type', { type: ['string', 'null'] }, ['', null], [0]],
    ['several types', { type: ['string', 'integer'] }, ['', 1], [1.5, true]],
    ['big integers', { type: 'integer' }, [2 ** 63, -0], [0.5]],
    ['decimal steps', { type: 'number', multipleOf: 0.01 }, [19.99, 0.07], [0.005]],
    ['open limits', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, [0.5], [0, 1]],
    [
      'distinct items',
      { type: 'array', uniqueItems: true, maxItems: 2 },
      [[1, '1']],
      [
        [1, 1],
        [1, 2, 3],
      ],
    ],
    [
      'no unknown property',
      { type: 'object', properties: { a: {} }, additionalProperties: false },
      [{ a: 1 }, {}],
      [{ b: 1 }],
    ],
    [
      'unknown properties of a type',
      { properties: { a: {} }, additionalProperties: { type: 'integer' } },
      [{ a: 'x', b: 1 }],
      [{ b: 'x' }],
    ],
    [
      'a map',
      { additionalProperties: { type: 'integer' }, minProperties: 1, maxProperties: 2 },
      [{ b: 1 }],
      [{}, { a: 1, b: 2, c: 3 }, { a: 'x' }],
    ],
    [
      'a required property without a schema',
      { type: 'object', required: ['a'] },
      [{ a: null }],
      [{}],
    ],
    [
      'a required property of a map',
      { required: ['a'], additionalProperties: { type: 'integer' } },
      [{ a: 1 }],
      [{}, { a: 'x' }],
    ],
    [
      'all parts at once',
      { allOf: [{ properties: { a: { type: 'integer' } } }, { required: ['a'] }] },
      [{ a: 1, b: 2 }],
      [{}, { a: 'x' }],
    ],
    [
      'overlapping alternatives',
      { oneOf: [{ type: 'integer' }, { type: 'number' }] },
      [1, 1.5],
      ['1'],
    ],
  ];
  it.each(takes)('%s', (_, schema, good, bad) => {
    const type = first(schema);
    for (const value of good) expect(type.safeParse(value).success).toBe(true);
    for (const value of bad) expect(type.safeParse(value).success).toBe(false);
  });
});

describe('coercion', () => {
  const schemas: Record<string, JsonSchema> = {
    Id: { type: 'integer', minimum: 1 },
    Page: { type: 'object', properties: { size: { type: 'integer' } } },
  };
  it('takes the text of a number or a boolean for it', () => {
    const type = first(
      {
        type: 'object',
        required: ['count', 'id'],
        properties: {
          count: { type: 'integer', maximum: 10 },
          id: { $ref: '#/schemas/Id' },
          on: { type: ['boolean', 'null'] },
          level: { enum: [1, 2, null] },
          page: { $ref: '#/schemas/Page' },
          list: { type: 'array', items: { type: 'number' } },
        },
      },
      schemas,
      true,
    );
    expect(
      type.parse({
        count: ' 5 ',
        id: '7',
        on: 'true',
        level: '2',
        page: { size: '3' },
        list: ['1.5', 2],
      }),
    ).toEqual({ count: 5, id: 7, on: true, level: 2, page: { size: 3 }, list: [1.5, 2] });
    expect(type.parse({ count: 1, id: 1, on: 'false' })).toEqual({ count: 1, id: 1, on: false });
    expect(type.parse({ count: 1, id: 1, on: null, level: null })).toMatchObject({ on: null });
    for (const count of ['', ' ', 'five', 'Infinity', '1.5', '11', null, true, [], undefined]) {
      expect(type.safeParse({ count, id: 1 }).success).toBe(false);
    }
    expect(type.safeParse({ count: 1 }).success).toBe(false);
    for (const on of ['yes', '', 1]) {
      expect(type.safeParse({ count: 1, id: 1, on }).success).toBe(false);
    }
  });

  it('leaves text alone where text may be meant', () => {
    for (const schema of [
      { anyOf: [{ type: 'integer' }, { type: 'string' }] },
      { type: ['integer', 'string'] },
      { enum: [1, '1'] },
      { allOf: [{ $ref: '#/schemas/Either' }] },
    ] satisfies JsonSchema[]) {
      const either: JsonSchema = { anyOf: [{ type: 'string' }, { type: 'integer' }] };
      expect(first(schema, { Either: either }, true).parse('1')).toBe('1');
    }
  });

  it('never makes the two sides of an intersection differ', () => {
    const type = first(
      { allOf: [{ $ref: '#/schemas/Page' }, { properties: { size: { maximum: 5 } } }] },
      schemas,
      true,
    );
    expect(type.parse({ size: 3 })).toEqual({ size: 3 });
    expect(type.safeParse({ size: '3' }).success).toBe(false);
  });
});

/** Text that would do something if it ever stood in a code position. */
function hostile(): ZodSource {
  const attack = '"); globalThis.plugwrightWasHere = 1; ("${`*/\u2028\u2029\\\n</script>{{x}}';
  const names = [attack, '__proto__', 'constructor', "a'b", 'toString', '', '\u202e', '0'];
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  return emitZod(
    [
      { type: 'object', properties, required: names },
      { type: 'object', required: names, additionalProperties: { const: attack } },
      { enum: [attack, ...names, { [attack]: attack }, [attack]] },
      { type: 'string', pattern: `^${attack.replace(/[()${}*]/g, '\\$&')}$` },
      { type: 'string', pattern: attack },
      { type: 'string', format: attack, description: attack, title: attack },
      { $ref: '#/schemas/constructor' },
      { $ref: `#/schemas/${attack}` },
    ],
    { [attack]: { const: attack }, Wide: { $ref: '#/schemas/constructor' } },
  );
}
