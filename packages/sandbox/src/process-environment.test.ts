import { expect, it } from 'vitest';
import { isRefusedVariable, processEnvironment } from './process-environment.js';

it('takes SystemRoot from the host and nothing else', () => {
  const env = processEnvironment('/h', { A: 'b' }, { SystemRoot: 'C:\\Windows', SECRET: 'x' });
  expect(env).toMatchObject({ SystemRoot: 'C:\\Windows', HOME: '/h', A: 'b' });
  expect(env).not.toHaveProperty('SECRET');
  expect(processEnvironment('/h', undefined, {})).not.toHaveProperty('SystemRoot');
});

it('knows the names that a plugin may not set', () => {
  const names = ['NODE_OPTIONS', 'LD_PRELOAD', 'PATH', 'home', 'PLUGWRIGHT_RUN', 'BASH_ENV'];
  expect(names.filter((name) => !isRefusedVariable(name))).toEqual([]);
  expect(['API_KEY', 'NODE_ENV', 'PATHS'].filter(isRefusedVariable)).toEqual([]);
});
