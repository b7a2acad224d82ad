import { expect, it } from 'vitest';
import { schemaTypes } from './schema-types.js';

const schemas = {
  Text: { type: 'string' as const },
  Loop: { $ref: '#/schemas/Loop' },
};

it.each([
  [{ type: 'string' }, ['string']],
  [{ type: ['string', 'null'] }, ['string', 'null']],
  [{ properties: {} }, ['object']],
  [{ enum: ['a', 1, null, [], {}] }, ['string', 'number', 'null', 'array', 'object']],
  [{ const: true }, ['boolean']],
  [{ $ref: '#/schemas/Text' }, ['string']],
  [{ $ref: '#/schemas/Missing' }, []],
  [{ $ref: '#/schemas/Loop' }, []],
  [{ allOf: [{}, { type: 'object' }] }, ['object']],
  [
    { anyOf: [{ type: 'string' }, { $ref: '#/schemas/Text' }, { type: 'integer' }] },
    ['string', 'integer'],
  ],
  [{ oneOf: [{ type: 'string' }, {}] }, []],
  [{}, []],
] as const)('%j allows %j', (schema, types) => {
  expect(schemaTypes(structuredClone(schema) as object, schemas)).toEqual(types);
});
