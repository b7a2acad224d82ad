import { describe, expect, it } from 'vitest';
import { capture } from './__fixtures__/run-cli.js';
import { clearEnvironment } from './child-environment.js';
import { lastWords } from './cli.js';

describe('clearEnvironment', () => {
  it('leaves what libraries need, and no key, and gives back what there was', () => {
    const env: NodeJS.ProcessEnv = {
      PATH: '/bin',
      Path: 'C:\\bin',
      XDG_CONFIG_HOME: '/config',
      npm_config_registry: 'https://npm.example',
      npm_config_other: 'x',
      WEATHER_API_KEY: 'a-secret-key',
      PLUGWRIGHT_HOME: '/home',
      PLUGWRIGHT_PASSPHRASE: 'correct horse battery',
      GREETING: 'hello',
    };
    const all = { ...env };
    expect(clearEnvironment(env)).toEqual(all);
    expect(Object.keys(env)).toEqual([
      'PATH',
      'Path',
      'XDG_CONFIG_HOME',
      'npm_config_registry',
      'PLUGWRIGHT_HOME',
    ]);
  });
});

describe('lastWords', () => {
  it.each([
    ['an error', Object.assign(new Error('x'), { stack: 'at a-very-secret-value' })],
    [
      'an error without a stack',
      Object.assign(new Error('a-very-secret-value'), { stack: undefined }),
    ],
    ['something else', 'a-very-secret-value'],
  ])('show no key of the environment, for %s', (_, error) => {
    const { stream, text } = capture();
    lastWords(error, { env: { SOME_API_KEY: 'a-very-secret-value' }, stderr: stream });
    expect(text()).toMatch(/^error PW_INTERNAL\n {2}\S/);
    expect(text()).toContain('please report it');
    expect(text()).not.toContain('a-very-secret-value');
  });
});
