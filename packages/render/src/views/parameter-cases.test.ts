import { pluginSpecSchema } from '@plugwright/spec/schema';
import { expect, it } from 'vitest';
import { takenBy } from './parameter-cases.js';

const parameter = (name: string, schema: object, required = false) => ({ name, schema, required });
const spec = (parameters: object[], change: object = {}) =>
  pluginSpecSchema.parse({
    specVersion: 1,
    name: 'plugin-x',
    description: 'x',
    actions: [{ name: 'A', description: 'x', parameters, run: { kind: 'text', template: 'x' } }],
    ...change,
  });

it('names what is needed, an example, and what has another type', () => {
  const [found] = takenBy(
    spec([
      parameter('text', { type: 'string', examples: ['b'] }, true),
      parameter('choice', { type: ['string', 'null'], enum: ['a', null] }),
      parameter('record', { type: 'object', default: { a: 1 } }),
      parameter('either', { type: ['object', 'string'] }),
      parameter('any', {}),
    ]),
  );
  expect(found).toMatchObject({ name: 'A', required: ['text'], input: { text: 'b', choice: 'a' } });
  expect(found?.wrong).toEqual({
    text: { of: 'another type' },
    choice: { of: 'another type' },
    record: 9,
  });
});

it('has no example where nothing fits', () => {
  const schema = { type: 'string', minLength: 2, maxLength: 1 };
  expect(takenBy(spec([parameter('p', schema, true)]))).toMatchObject([
    { required: ['p'], input: {} },
  ]);
});

it('knows the two actions that reach all other operations', () => {
  const { actions: operations } = spec([]);
  const lazy = { search: 'FIND', action: 'CALL', operations };
  expect(takenBy(spec([], { lazy })).map(({ name, required }) => [name, ...required])).toEqual([
    ['A'],
    ['FIND', 'query'],
    ['CALL', 'operation'],
  ]);
});
