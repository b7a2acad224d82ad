import { describe, expect, it } from 'vitest';
import { librarySpec } from './__fixtures__/library-spec.js';
import { actionInput, impossibleParameters, lazyInputs } from './action-input.js';
import { bootPlan, type BootPlanInput } from './boot-plan.js';
import { dummyValue, valueFor } from './dummy-values.js';

const spec = librarySpec();
const named = (name: string) => {
  const found = spec.actions.find((action) => action.name === name);
  if (!found) throw new Error(name);
  return structuredClone(found);
};

describe('actionInput', () => {
  it('takes documented examples first, and makes the rest', () => {
    const input = actionInput(named('LIBRARY_GET_BOOK'), spec.schemas, 'all');
    expect(input['id']).toBe(7);
    expect(Array.isArray(input['fields'])).toBe(true);
    expect(Number.isInteger(input['limit'])).toBe(true);
    expect(Object.keys(actionInput(named('LIBRARY_GET_BOOK'), spec.schemas, 'required'))).toEqual([
      'id',
      'limit',
      'trace',
      'theme',
    ]);
  });

  it('passes over examples that do not fit', () => {
    const action = named('LIBRARY_SAY');
    action.parameters[0]!.examples = [1, null, 'word'];
    expect(actionInput(action, {}, 'all')).toEqual({ word: 'word' });
  });

  it('leaves an optional parameter out whose values cannot be sent as a header', () => {
    const action = named('LIBRARY_SAY');
    const schema = { type: 'object' as const, properties: { 日本: { type: 'string' as const } } };
    action.parameters[0] = { name: 'word', description: '', required: false, schema, examples: [] };
    action.parameters[0].schema = { ...schema, required: ['日本'] };
    action.run = {
      ...named('LIBRARY_GET_BOOK').run,
      bind: [{ parameter: 'word', in: 'header', name: 'X-Word' }],
    } as typeof action.run;
    expect(actionInput(action, {}, 'all')).toEqual({});
    action.parameters[0].required = true;
    expect(impossibleParameters(action, {})).toEqual(['word']);
  });

  it('names required parameters that nothing fits, and leaves optional ones out', () => {
    const action = named('LIBRARY_SAY');
    action.parameters[0]!.schema = { allOf: [{ type: 'string' }, { type: 'number' }] };
    expect(impossibleParameters(action, {})).toEqual(['word']);
    expect(actionInput(action, {}, 'all')).toHaveProperty('word');
    action.parameters[0]!.required = false;
    expect(impossibleParameters(action, {})).toEqual([]);
    expect(actionInput(action, {}, 'all')).toEqual({});
  });

  it('never puts an empty value or a step of a path into a path', () => {
    const action = named('LIBRARY_GET_BOOK');
    const [id] = action.parameters;
    for (const example of ['', '..']) {
      id!.schema = { type: 'string' };
      id!.examples = [example];
      expect(String(actionInput(action, {}, 'all')['id'])).toMatch(/[A-Za-z0-9]/);
    }
    id!.schema = { type: 'object', properties: { a: { type: 'string' } } };
    id!.examples = [{ a: '' }, { a: 'x' }];
    expect(actionInput(action, {}, 'all')['id']).toEqual({ a: 'x' });
    id!.schema = { type: 'string', maxLength: 0 };
    id!.examples = [];
    expect(impossibleParameters(action, {})).toContain('id');
  });
});

describe('lazyInputs', () => {
  it('searches by the words of the name, and calls an operation that can be called', () => {
    const inputs = lazyInputs(spec.lazy!, spec.schemas);
    expect(inputs).toMatchObject({
      possible: true,
      search: { query: 'library delete book' },
      call: { operation: 'LIBRARY_DELETE_BOOK', input: { path: expect.any(String) } },
    });
    const none = { ...spec.lazy!, operations: [] };
    expect(lazyInputs(none, {})).toEqual({ search: {}, call: {}, possible: false });
  });
});

describe('bootPlan', () => {
  const input: BootPlanInput = {
    token: 't',
    bundle: '/b.mjs',
    spec,
    variables: [
      { name: 'EXTRA', type: 'string', required: true, default: undefined },
      { name: 'OPTIONAL', type: 'string', required: false, default: undefined },
    ],
    network: false,
  };

  it('sets every variable of the spec, and brings the spec to the server beside the plugin', () => {
    const plan = bootPlan(input);
    expect(plan).toMatchObject({ generated: true, network: false, budgets: { bootMs: 9000 } });
    expect(plan.settings).toMatchObject({
      EXTRA: dummyValue('EXTRA'),
      LIBRARY_KEY: dummyValue('LIBRARY_KEY'),
      LIBRARY_LANGUAGE: 'en',
    });
    expect(plan.spec).toBe(spec);
    expect(plan.settings).not.toHaveProperty('OPTIONAL');
  });

  it('asks a slow API once, and expects success where it can be', async () => {
    const plan = bootPlan(input);
    const by = new Map(plan.actions.map((action) => [action.name, action]));
    expect(by.get('LIBRARY_LOGIN')).not.toHaveProperty('direct');
    expect(by.get('LIBRARY_GET_BOOK')).toMatchObject({ direct: { id: 7 }, mustSucceed: true });
    expect(by.get('LIBRARY_NEW_BOOKS')).toMatchObject({ withoutInput: false });
    expect(by.get('LIBRARY_CALL')).toMatchObject({ mustSucceed: true, withoutInput: true });
    expect(plan.routes).toMatchObject([
      { path: '/say/:word', params: { word: expect.any(String) }, query: {}, mustSucceed: true },
      { path: '/add', params: {}, body: { title: expect.any(String) }, mustSucceed: true },
    ]);
  });

  it('expects no success where there can be none', () => {
    const spec = librarySpec({
      lazy: undefined,
      budgets: {},
      models: [{ type: 'TEXT_SMALL', description: 'To be written.', run: { kind: 'custom' } }],
      actions: [
        { name: 'LIBRARY_THINK', description: 'Thinks.', run: { kind: 'model', prompt: 'Think.' } },
        {
          name: 'LIBRARY_PONDER',
          description: 'Thinks longer.',
          run: { kind: 'model', prompt: 'Think.', size: 'large' },
        },
        { name: 'LIBRARY_LATER', description: 'To be written.', run: { kind: 'custom' } },
        {
          name: 'LIBRARY_FIND',
          description: 'Finds.',
          parameters: [
            { name: 'filter', required: true, schema: { type: 'object' } },
            { name: 'page', required: true, schema: { type: 'integer' } },
          ],
          run: { kind: 'text', template: 'Found {filter} on {page}.' },
        },
      ],
      routes: ['LIBRARY_FIND', 'LIBRARY_LATER'].map((action, index) => ({
        name: `r${index}`,
        description: 'x',
        method: 'GET' as const,
        path: `/r${index}`,
        run: { kind: 'action' as const, action },
      })),
    });
    const plan = bootPlan({
      token: 't',
      bundle: '/b.mjs',
      spec,
      variables: [],
      network: false,
    });
    expect(plan.actions.map(({ name, mustSucceed }) => [name, mustSucceed])).toEqual([
      ['LIBRARY_THINK', false],
      ['LIBRARY_PONDER', true],
      ['LIBRARY_LATER', false],
      ['LIBRARY_FIND', true],
    ]);
    expect(plan.routes).toMatchObject([
      { params: {}, query: { page: expect.any(String) }, mustSucceed: false },
      { mustSucceed: false },
    ]);
    expect(plan).toMatchObject({ models: [], budgets: {} });
    expect(plan.promises).toContain('model TEXT_SMALL');
  });

  it('promises nothing for a plugin without a spec', () => {
    const plan = bootPlan({
      token: 't',
      bundle: '/b.mjs',
      spec: undefined,
      variables: [],
      network: true,
    });
    expect(plan).toMatchObject({ generated: false, network: true, actions: [], settings: {} });
    expect(plan).not.toHaveProperty('spec');
  });
});

describe('valueFor', () => {
  it.each([
    [{ name: 'A', type: 'string', required: true, default: 'd' }, 'd'],
    [{ name: 'A', type: 'string', required: false, default: undefined }, undefined],
    [{ name: 'A', type: 'number', required: undefined, default: undefined }, '1'],
    [{ name: 'A', type: 'boolean', required: true, default: undefined }, 'true'],
    [
      { name: 'BASE_URL', type: 'string', required: true, default: undefined },
      'http://127.0.0.1:9/',
    ],
    [{ name: 'API_KEY', type: 'string', required: true, default: undefined }, 'dummy-api-key'],
  ])('gives %j the value %s', (variable, value) => {
    expect(valueFor(variable)).toBe(value);
  });
});
