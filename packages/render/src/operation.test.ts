import type { HttpRun, Parameter, PluginSpec } from '@plugwright/spec';
import { httpRunSchema } from '@plugwright/spec/schema';
import { expect, it } from 'vitest';
import { operationLiteral } from './operation.js';

const spec = { schemas: {} } as PluginSpec;
const parameter = (name: string, required: boolean): Parameter => ({
  name,
  description: '',
  required,
  schema: {},
  examples: [],
});
const run = (change: object): HttpRun =>
  httpRunSchema.parse({
    kind: 'http',
    api: 'a',
    method: 'POST',
    path: '/',
    body: { mediaType: 'application/json', encoding: 'json', required: true },
    response: { kind: 'json' },
    ...change,
  });
const inBody = run({ bind: [{ parameter: 'p', name: 'p', in: 'body' }] });

it('says that a body must be sent only where it could be empty', () => {
  const body = { mediaType: 'application/json', encoding: 'json' };
  const of = (one: HttpRun, parameters: Parameter[]) =>
    operationLiteral(spec, one, parameters)['body'];
  expect(of(inBody, [parameter('p', false)])).toEqual({ ...body, required: true });
  expect(of(inBody, [parameter('q', true)])).toEqual({ ...body, required: true });
  expect(of(inBody, [parameter('p', true)])).toEqual(body);
  const whole = run({ body: { ...body, parameter: 'p', required: true } });
  expect(of(whole, [parameter('p', true)])).toEqual({ ...body, parameter: 'p' });
  expect(of(run({ method: 'GET' }), [])).toBeUndefined();
  expect(of(run({ body: undefined }), [])).toBeUndefined();
});
