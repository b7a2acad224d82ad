import { describe, expect, it } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { type PluginSpec } from '@plugwright/spec';
import { fragment, fragments, kinds } from './__fixtures__/shapes.js';
import { fragmentOf, mergeSpecs } from './index.js';

const base = fragments.action;
const merged = (one: PluginSpec, other: PluginSpec) => {
  const result = mergeSpecs(one, other);
  return result.ok ? result.spec : result.diagnostics.map(({ code, path }) => `${code} ${path}`);
};

describe('a spec that grows by a part', () => {
  it.each(kinds)('has both: %s', (kind) => {
    const result = merged(base, fragments[kind]) as PluginSpec;
    for (const list of [
      'actions',
      'providers',
      'evaluators',
      'services',
      'routes',
      'events',
    ] as const) {
      for (const item of [...base[list], ...fragments[kind][list]]) {
        expect(result[list]).toContainEqual(item);
      }
    }
    expect(result.name).toBe(base.name);
    expect(merged(result, fragments[kind])).toEqual(result);
  });

  it('keeps its own identity, provenance and limits of an API', () => {
    const own: PluginSpec = {
      ...base,
      name: 'plugin-own',
      version: '3.0.0',
      apis: { pets: { ...base.apis['pets']!, timeoutMs: 999 } },
    };
    expect(merged(own, base)).toEqual(own);
  });

  it('forgets where an action of another document stood', () => {
    const pointer = { pointer: '/paths/~1pets/get' };
    const document = {
      kind: 'openapi' as const,
      document: 'pets.yaml',
      digest: `sha256:${'0'.repeat(64)}`,
    };
    const part: PluginSpec = {
      ...base,
      provenance: document,
      actions: base.actions.map((one) => ({ ...one, provenance: pointer })),
    };
    const other = fragments.provider;
    const fromOther = merged(other, part) as PluginSpec;
    const fromSame = merged({ ...other, provenance: document }, part) as PluginSpec;
    expect(fromOther.actions[0]?.provenance).toBeUndefined();
    expect(fromSame.actions[0]?.provenance).toEqual(pointer);
  });

  it('does not mind another description or a second reason', () => {
    const other: PluginSpec = {
      ...base,
      actions: base.actions.map((one) => ({ ...one, description: 'Other words' })),
      permissions: { ...base.permissions, hosts: [{ host: 'pets.example', reason: 'Again.' }] },
    };
    expect(merged(base, other)).toEqual(base);
  });

  it('refuses every name that means something else, with its place in the part', () => {
    const [action] = base.actions;
    const [, key] = base.environment;
    const other: PluginSpec = {
      ...base,
      actions: action ? [{ ...action, similes: ['OTHER'] }] : [],
      apis: { pets: { ...base.apis['pets']!, baseUrl: 'https://other.example' } },
      auth: { key: { type: 'bearer', env: 'PETS_API_KEY' } },
      schemas: { Pet: { type: 'string' } },
      environment: key ? [{ ...key, required: false }] : [],
      lazy: { action: 'CALL', search: 'SEARCH', operations: base.actions },
    };
    expect(merged(base, other)).toEqual([
      'PW_EDIT_SPEC_CONFLICT /actions/0',
      'PW_EDIT_SPEC_CONFLICT /apis/pets',
      'PW_EDIT_SPEC_CONFLICT /auth/key',
      'PW_EDIT_SPEC_CONFLICT /schemas/Pet',
      'PW_EDIT_SPEC_CONFLICT /environment/0',
      'PW_EDIT_KIND_UNSUPPORTED /lazy',
    ]);
  });

  it('is checked as a whole', () => {
    const clash = fragment('events: [{ event: PETS_GET, description: x, run: { kind: log } }]');
    const route = fragment(
      'routes: [{ name: pet, description: x, method: GET, path: /pet, run: { kind: custom } }]',
    );
    const broken: PluginSpec = {
      ...route,
      routes: route.routes.map((one) => ({ ...one, run: { kind: 'action', action: 'MISSING' } })),
    };
    expect(mergeSpecs(base, clash).ok).toBe(true);
    expect(mergeSpecs(base, broken).ok).toBe(false);
  });
});

describe('the part of a spec that one component needs', () => {
  const whole = fragment(`
apis:
  a: { baseUrl: https://a.example, baseUrlEnv: A_URL }
  b: { baseUrl: 'https://b.example:8443/x', baseUrlEnv: B_URL }
auth:
  a: { type: bearer, env: A_TOKEN }
  b: { type: oauth2ClientCredentials, tokenUrl: https://login.example/token, clientIdEnv: B_ID, clientSecretEnv: B_SECRET }
environment:
  - { name: A_URL, description: a }
  - { name: A_TOKEN, description: a, sensitive: true }
  - { name: B_URL, description: b }
  - { name: B_ID, description: b, sensitive: true }
  - { name: B_SECRET, description: b, sensitive: true }
  - { name: OTHER, description: o }
permissions:
  hosts:
    - { host: a.example, reason: a }
    - { host: 'b.example:8443', reason: b }
    - { host: login.example, reason: b }
  environment:
    - { name: A_URL, reason: a }
    - { name: A_TOKEN, reason: a }
    - { name: B_URL, reason: b }
    - { name: B_ID, reason: b }
    - { name: B_SECRET, reason: b }
    - { name: OTHER, reason: o }
schemas:
  One: { type: object, properties: { two: { $ref: '#/schemas/Two' } } }
  Two: { type: object, properties: { one: { $ref: '#/schemas/One' } } }
  Three: { type: string }
actions:
  - name: A_GET
    description: a
    run: { kind: http, api: a, method: GET, path: /, auth: [[a]], response: { kind: json, schema: { $ref: '#/schemas/One' } } }
  - name: A_TEXT
    description: a
    run: { kind: text, template: Hello }
providers:
  - name: B_GET
    description: b
    run: { kind: http, api: b, method: GET, path: /, auth: [[b]], response: { kind: text } }
services:
  - name: b_poll
    description: b
    run: { kind: poll, everyMs: 5000, event: B_CHANGED, request: { kind: http, api: b, method: GET, path: /, auth: [[b]], response: { kind: text } } }
evaluators:
  - { name: E, description: e, run: { kind: words, words: [e] } }
routes:
  - { name: r-text, description: r, method: GET, path: /r, run: { kind: text, template: r } }
  - { name: r-action, description: r, method: GET, path: /a, run: { kind: action, action: A_GET } }
events:
  - { event: MESSAGE_RECEIVED, description: m, run: { kind: log } }
acceptance:
  - { name: works, action: A_GET, expect: {} }
`);

  it('is an action with its API, secrets, hosts, schemas and cases', () => {
    const part = fragmentOf(whole, 'action', 'A_GET');
    expect(Object.keys(part.apis)).toEqual(['a']);
    expect(Object.keys(part.auth)).toEqual(['a']);
    expect(part.environment.map(({ name }) => name)).toEqual(['A_URL', 'A_TOKEN']);
    expect(part.permissions.hosts.map(({ host }) => host)).toEqual(['a.example']);
    expect(Object.keys(part.schemas)).toEqual(['One', 'Two']);
    expect(part.acceptance).toHaveLength(1);
    expect([part.actions.length, part.providers.length, part.routes.length]).toEqual([1, 0, 0]);
  });

  it.each([
    ['provider', 'B_GET'],
    ['service', 'b_poll'],
  ] as const)('knows the host that gives out tokens: %s', (kind, name) => {
    const part = fragmentOf(whole, kind, name);
    expect(part.permissions.hosts.map(({ host }) => host)).toEqual([
      'b.example:8443',
      'login.example',
    ]);
    expect(part.environment.map(({ name }) => name)).toEqual(['B_URL', 'B_ID', 'B_SECRET']);
  });

  it('is a route with the action that it runs', () => {
    expect(fragmentOf(whole, 'route', 'r-action').actions.map(({ name }) => name)).toEqual([
      'A_GET',
    ]);
    expect(fragmentOf(whole, 'route', 'r-text').actions).toEqual([]);
  });

  it.each([
    ['evaluator', 'E'],
    ['event', 'MESSAGE_RECEIVED'],
    ['action', 'A_TEXT'],
  ] as const)('is only the component when it needs nothing: %s', (kind, name) => {
    const part = fragmentOf(whole, kind, name);
    expect([part.apis, part.environment, part.schemas]).toEqual([{}, [], {}]);
  });

  it('is a variable with its permission', () => {
    const part = fragmentOf(whole, 'variable', 'OTHER');
    expect(part.environment).toHaveLength(1);
    expect(part.permissions.environment.map(({ name }) => name)).toEqual(['OTHER']);
  });

  it('can be an operation that got no action of its own', () => {
    const operations = whole.actions.map((one) => ({ ...one, name: `LAZY_${one.name}` }));
    const lazy: PluginSpec = { ...whole, lazy: { action: 'CALL', search: 'SEARCH', operations } };
    const part = fragmentOf(lazy, 'action', 'LAZY_A_GET');
    expect(part.actions.map(({ name }) => name)).toEqual(['LAZY_A_GET']);
    expect(part.lazy).toBeUndefined();
  });

  it('is refused when there is no such component', () => {
    expect(() => fragmentOf(whole, 'action', 'NOPE')).toThrow(PlugwrightError);
  });
});
