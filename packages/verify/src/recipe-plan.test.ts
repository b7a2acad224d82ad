import { parseSpec, type PluginSpecInput } from '@plugwright/spec';
import { describe, expect, test } from 'vitest';
import { bootPlan } from './boot-plan.js';

type Actions = NonNullable<PluginSpecInput['actions']>;
type Operation = Extract<Actions[number]['run'], { kind: 'collection' }>['operation'];

const plansOf = (part: Partial<PluginSpecInput>) => {
  const result = parseSpec({
    specVersion: 1,
    name: 'plugin-demo',
    description: 'Demo.',
    collections: {
      notes: {
        item: 'note',
        fields: [{ name: 'title', required: true, schema: { type: 'string' } }],
        maxItems: 3,
      },
    },
    ...part,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const { actions, routes } = bootPlan({
    token: 't',
    bundle: '/b.js',
    spec: result.spec,
    variables: [],
    network: false,
  });
  return { actions, routes };
};
const on = (operation: Operation, name: string = operation.toUpperCase()): Actions[number] => ({
  name,
  description: 'It works on notes.',
  run: { kind: 'collection', collection: 'notes', operation },
});

describe('actions on a collection', () => {
  test('must succeed when there is an entry for them, in the order of the spec', () => {
    const { actions } = plansOf({
      actions: [
        on('get', 'TOO_EARLY'),
        on('add'),
        on('update'),
        on('complete'),
        on('remove'),
        on('reopen', 'TOO_LATE'),
        on('list'),
      ],
    });
    expect(actions.map(({ name, mustSucceed }) => [name, mustSucceed])).toEqual([
      ['TOO_EARLY', false],
      ['ADD', true],
      ['UPDATE', true],
      ['COMPLETE', true],
      ['REMOVE', true],
      ['TOO_LATE', false],
      ['LIST', true],
    ]);
    expect(actions[3]).toMatchObject({ input: { which: '1' }, direct: { which: '1' } });
    expect(Object.keys(actions[2]?.direct ?? {})).toEqual(['which', 'title']);
  });

  test('may fail when the collection is full or was cleared', () => {
    const { actions } = plansOf({
      actions: [on('add'), on('add', 'ADD_MORE'), on('clear'), on('get')],
    });
    expect(actions.map(({ mustSucceed }) => mustSucceed)).toEqual([true, false, true, false]);
  });

  test('may fail behind a route', () => {
    const { routes } = plansOf({
      actions: [on('add')],
      routes: [
        {
          name: 'notes',
          description: 'Adds a note.',
          method: 'POST',
          path: '/notes',
          run: { kind: 'action', action: 'ADD' },
        },
      ],
    });
    expect(routes[0]?.mustSucceed).toBe(false);
  });
});

describe('conversions of money', () => {
  const convert = (example?: unknown): Partial<PluginSpecInput> => ({
    apis: { bank: { baseUrl: 'https://bank.example', baseUrlEnv: 'BANK_URL' } },
    environment: [{ name: 'BANK_URL', description: 'The bank.' }],
    permissions: {
      hosts: [{ host: 'bank.example', reason: 'Rates.' }],
      environment: [{ name: 'BANK_URL', reason: 'Rates.' }],
    },
    actions: [
      {
        name: 'CONVERT',
        description: 'Converts money.',
        run: {
          kind: 'compute',
          function: 'convertCurrency',
          ...(example === undefined
            ? {}
            : {
                rates: {
                  kind: 'http',
                  api: 'bank',
                  method: 'GET',
                  path: '/rates',
                  response: { kind: 'json', example },
                  pick: '/rates',
                },
              }),
        },
      },
    ],
  });
  const required = ['amount', 'from', 'to'];

  test.each([
    ['a rate per currency', { rates: { USD: 2 } }, required],
    ['one rate', { rates: 2 }, required],
    ['no rate', { rates: { GBP: 2 } }, [...required, 'rate']],
    ['no source', undefined, [...required, 'rate']],
  ])('are given the rate unless the documented answer holds it: %s', (_, example, given) => {
    const { actions } = plansOf(convert(example));
    expect(Object.keys(actions[0]?.direct ?? {})).toEqual(given);
    expect(actions[0]?.mustSucceed).toBe(true);
  });
});
