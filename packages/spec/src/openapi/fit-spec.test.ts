import { expect, test } from 'vitest';
import type { Action, PluginSpec } from '../plugin-spec.js';
import { read } from './__fixtures__/document.js';
import { keepValid } from './fit-spec.js';
import { createReport } from './report.js';

const setup = async () => {
  const schema = { type: 'object', properties: { a: { $ref: '#/components/schemas/Inner' } } };
  const components = {
    schemas: { Inner: { type: 'object', properties: { b: { type: 'string' } } }, Thing: schema },
  };
  const parameters = [{ name: 'p', in: 'query', schema: { $ref: '#/components/schemas/Thing' } }];
  const { spec } = await read(
    {
      components,
      paths: {
        '/a': { get: { summary: 'Find a', parameters } },
        '/b': { get: { summary: 'Find b' } },
        '/c/d': { get: { summary: 'Find c' } },
        '/e/f': { get: { summary: 'Find e' } },
      },
    },
    { maxActions: 2, lazy: true },
  );
  return { spec, report: createReport({ locate: () => undefined }) };
};
/** An action that refers to nothing that exists. */
const broken = (action: Action | undefined): Action => {
  if (action?.run.kind !== 'http') throw new Error('no such action');
  return { ...action, run: { ...action.run, api: 'missing' } };
};

test('a valid spec stays as it is', async () => {
  const { spec, report } = await setup();
  expect(keepValid(spec, report)).toEqual(spec);
  expect(report.diagnostics).toEqual([]);
});

test('what does not pass is left out with its schemas, the rest stays', async () => {
  const { spec, report } = await setup();
  const [first, second] = spec.actions;
  const [lazyFirst, lazySecond] = spec.lazy?.operations ?? [];
  if (!second || !lazySecond || !spec.lazy) throw new Error('too few');
  const changed: PluginSpec = {
    ...spec,
    actions: [broken(first), second],
    lazy: { ...spec.lazy, operations: [broken(lazyFirst), lazySecond] },
  };
  const kept = keepValid(changed, report);
  expect(kept?.actions).toEqual([second]);
  expect(kept?.lazy?.operations).toEqual([lazySecond]);
  expect(kept?.schemas).toEqual({});
  expect(report.diagnostics).toMatchObject([
    {
      code: 'PW_OPENAPI_OPERATION_UNUSABLE',
      path: '/paths/~1a/get',
      message: expect.stringMatching(/^THINGS_LIST_A: There is no API/),
    },
  ]);
});

test('schemas that are still in use stay', async () => {
  const { spec, report } = await setup();
  const [first, second] = spec.actions;
  const kept = keepValid({ ...spec, actions: [...(first ? [first] : []), broken(second)] }, report);
  expect(Object.keys(kept?.schemas ?? {}).sort()).toEqual(['Inner', 'Thing']);
});

test('without any valid action, or with a problem elsewhere, there is no spec but the reason', async () => {
  const { spec, report } = await setup();
  expect(keepValid({ ...spec, actions: spec.actions.map(broken) }, report)).toBeUndefined();
  expect(report.diagnostics).toMatchObject([{ code: 'PW_SPEC_UNKNOWN_API', severity: 'error' }]);
  const other = createReport({ locate: () => undefined });
  expect(keepValid({ ...spec, name: 'Bad Name' }, other)).toBeUndefined();
  expect(other.diagnostics).toMatchObject([{ code: 'PW_SPEC_NAME_INVALID' }]);
});
