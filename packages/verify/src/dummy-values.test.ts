import { parseSpec } from '@plugwright/spec';
import { catalogue } from '@plugwright/spec/text';
import { afterEach, expect, it, vi } from 'vitest';
import { bootPlan } from './boot-plan.js';
import { credentialNames, dummyValue, valueFor } from './dummy-values.js';
import { processEnvironment } from '@plugwright/sandbox';

afterEach(() => vi.unstubAllEnvs());

const variables = [
  ...new Map(catalogue.flatMap(({ env }) => env).map((one) => [one.name, one])).values(),
];

it('gives a plugin dummies for the keys of every provider, whatever the environment holds', () => {
  for (const { name } of variables) vi.stubEnv(name, `real-${name}`);
  const read = parseSpec({
    specVersion: 1,
    name: 'plugin-all',
    description: 'Uses all.',
    environment: variables.slice(0, 50).map(({ name, description, sensitive }) => ({
      name,
      description,
      sensitive,
    })),
    auth: Object.fromEntries(
      variables.slice(0, 40).map(({ name }, index) => [`a${index}`, { type: 'bearer', env: name }]),
    ),
    actions: [{ name: 'SAY', description: 'Says.', run: { kind: 'text', template: 'x' } }],
  });
  const spec = read.ok ? read.spec : undefined;
  const plan = bootPlan({
    token: 'token',
    bundle: '/plugin.mjs',
    spec,
    variables: variables.map(({ name }) => ({
      name,
      type: 'string',
      required: true,
      default: undefined,
    })),
    network: false,
  });
  const child = processEnvironment('/home', plan.settings);
  expect(Object.keys(plan.settings).length).toBeGreaterThanOrEqual(variables.length);
  for (const given of [plan, child]) expect(JSON.stringify(given)).not.toContain('real-');
  expect(child['OPENAI_API_KEY']).toBe('dummy-openai-api-key');
  expect(spec === undefined ? [] : credentialNames(spec)).not.toEqual([]);
});

it('takes what the plugin declares before a dummy, and leaves out what is optional', () => {
  const variable = { name: 'A_KEY', type: 'string', required: true, default: undefined };
  expect(valueFor({ ...variable, default: 'own' })).toBe('own');
  expect(valueFor({ ...variable, required: false })).toBeUndefined();
  expect(valueFor({ ...variable, type: 'integer' })).toBe('1');
  expect(valueFor({ ...variable, type: 'boolean' })).toBe('true');
  expect(valueFor({ ...variable, name: 'A_URL' })).toBe('http://127.0.0.1:9/');
  expect(valueFor(variable)).toBe(dummyValue('A_KEY'));
});
