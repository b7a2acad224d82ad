import type { Action, PluginSpec } from '@plugwright/spec';
import { pluginSpecSchema } from '@plugwright/spec/schema';
import { describe, expect, it } from 'vitest';
import { identifiersOf } from '../identifiers.js';
import { examplesOf, similesOf } from './action-texts.js';
import { parametersView } from './parameters-view.js';

const spec = (change: object): PluginSpec =>
  pluginSpecSchema.parse({ specVersion: 1, name: 'plugin-x', description: 'x', ...change });
const action = (change: object = {}) => ({
  name: 'X_GET_PET',
  description: 'Gets a pet. Needs an id.',
  run: { kind: 'text', template: 'x' },
  ...change,
});
const first = (one: PluginSpec): Action => one.actions[0]!;

describe('similes', () => {
  it('are made of known verbs, else of the name, and never another action', () => {
    const one = spec({
      actions: [action(), action({ name: 'X_FETCH_PET' }), action({ name: 'X_PING' })],
    });
    expect(similesOf(one, first(one))).toEqual(['X_SHOW_PET', 'USE_X_GET_PET']);
    expect(similesOf(one, one.actions[2]!)).toEqual(['USE_X_PING', 'CALL_X_PING']);
    const long = spec({ actions: [action({ name: `X_${'A'.repeat(62)}` })] });
    expect(similesOf(long, first(long))).toEqual([]);
  });

  it('of the spec come first', () => {
    const one = spec({ actions: [action({ similes: ['A', 'B', 'C'] })] });
    expect(similesOf(one, first(one))).toEqual(['A', 'B', 'C']);
  });
});

describe('examples', () => {
  it.each([
    ['Gets a pet. Needs an id.', 'Get a pet'],
    ['Fetches pets', 'I need this: Fetches pets'],
    ['Searches pets!', 'Search pets'],
    ['Price of v1.2 things', 'I need this: Price of v1.2 things'],
  ])('made of %j', (description, user) => {
    const one = spec({ actions: [action({ description })] });
    expect(examplesOf(first(one))).toEqual([{ user, agent: 'I will do that now.' }]);
  });

  it('of the spec are kept; of nothing, none are made', () => {
    const examples = [{ user: 'a', agent: 'b' }];
    expect(examplesOf(first(spec({ actions: [action({ examples })] })))).toEqual(examples);
    expect(examplesOf(first(spec({ actions: [action({ description: '...' })] })))).toEqual([]);
  });
});

describe('parameters', () => {
  const view = (parameter: object, more: object = {}) => {
    const parameters = [{ name: 'p', ...parameter }];
    const one = spec({
      actions: [action({ parameters, ...more })],
      schemas: { T: { type: 'string' } },
    });
    const made = parametersView({ spec: one, identifiers: identifiersOf(one) }, first(one));
    return { ...made.parameters['p'], schema: made.schema.code, imports: made.imports };
  };

  it('tell the model type, meaning, choices, default and an example', () => {
    expect(
      view({ schema: { type: 'string', enum: ['a', 'b'] }, description: 'Which one' }),
    ).toMatchObject({
      type: 'string',
      description: 'Which one. One of: a, b.',
      required: false,
    });
    const full = {
      schema: { type: ['integer', 'null'], description: 'How many?', default: 5 },
      examples: [7],
    };
    expect(view(full)).toMatchObject({
      type: 'integer',
      description: 'How many? Default: 5. Example: 7',
    });
    expect(view({ schema: { examples: ['e'] } })).toMatchObject({
      type: 'any',
      description: 'Example: e',
    });
    expect(view({ schema: { type: ['string', 'number'] } })).toMatchObject({
      type: 'string or number',
    });
  });

  it('take the default of a hand-written action, and leave that of a document to its server', () => {
    const parameter = { schema: { type: 'integer', default: 5 } };
    const provenance = { pointer: '/paths/~1' };
    expect(view(parameter).schema).toMatch(/\.default\(5\)/);
    expect(view(parameter, { provenance }).schema).toMatch(/\.optional\(\)/);
    expect(view({ schema: { type: 'integer', default: 'x' } }).schema).toMatch(/\.optional\(\)/);
    expect(view({ ...parameter, required: true }).schema).not.toMatch(/default|optional/);
  });

  it('import the schemas they use, not those that a text only names', () => {
    expect(view({ schema: { $ref: '#/schemas/T' } }).imports).toEqual(['tSchema']);
    expect(view({ schema: { const: 'tSchema' } }).imports).toEqual([]);
  });
});
