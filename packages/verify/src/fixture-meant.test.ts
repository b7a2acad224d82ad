import { parseSpec, type PluginSpec, type PluginSpecInput } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { meantBy } from './fixture-meant.js';
import { startFixtureServer } from './fixture-server.js';
import { stepHeader } from './harness/fetch-guard.js';

type Response = { kind: 'json' | 'text'; example: string };

const asks = (name: string, response: Response) => ({
  name,
  description: name,
  run: { kind: 'http' as const, api: 'main', method: 'GET' as const, path: '/same', response },
});
const input: PluginSpecInput = {
  specVersion: 1,
  name: 'plugin-twins',
  description: 'Requests that look alike.',
  apis: { main: { baseUrl: 'https://twins.example', baseUrlEnv: 'TWINS_URL' } },
  environment: [{ name: 'TWINS_URL', description: 'Base URL' }],
  permissions: {
    hosts: [{ host: 'twins.example', reason: 'The API.' }],
    environment: [{ name: 'TWINS_URL', reason: 'Base URL' }],
  },
  actions: [
    asks('TWINS_A', { kind: 'text', example: 'a' }),
    asks('TWINS_B', { kind: 'json', example: 'b' }),
  ],
  routes: [
    {
      name: 'b',
      description: 'B.',
      method: 'GET',
      path: '/b',
      run: { kind: 'action', action: 'TWINS_B' },
    },
    {
      name: 'say',
      description: 'Says.',
      method: 'GET',
      path: '/say',
      run: { kind: 'text', template: 'Hi.' },
    },
  ],
  tasks: [{ name: 'DAILY', description: 'Daily.', run: { kind: 'action', action: 'TWINS_B' } }],
  lazy: {
    action: 'TWINS_CALL',
    search: 'TWINS_SEARCH',
    operations: [asks('TWINS_C', { kind: 'json', example: 'c' })],
  },
};
const result = parseSpec(input);
if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
const spec: PluginSpec = result.spec;

describe('requests that look alike', () => {
  it.each([
    ['action TWINS_B', 'action TWINS_B'],
    ['route GET /b', 'action TWINS_B'],
    ['route GET /say', 'route GET /say'],
    ['task DAILY', 'action TWINS_B'],
    ['action TWINS_CALL', 'operation TWINS_C'],
    ['action TWINS_SEARCH', 'action TWINS_SEARCH'],
  ])('of %s are those of %s', (step, component) => {
    expect(meantBy(spec, step)).toBe(component);
  });

  it('get the answer of the component in use', async () => {
    const server = await startFixtureServer(spec);
    const answer = async (headers: Record<string, string>) =>
      (await fetch(`${server.settings['TWINS_URL']}/same`, { headers })).text();
    try {
      expect(await answer({})).toBe('a');
      expect(await answer({ [stepHeader]: encodeURIComponent('route GET /b') })).toBe('"b"');
      expect(await answer({ [stepHeader]: encodeURIComponent('action TWINS_CALL') })).toBe('"c"');
      expect(await answer({ [stepHeader]: '%' })).toBe('a');
    } finally {
      await server.close();
    }
  });
});
