import { transform } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hideEnvironment, hideEnvironmentUntil } from './hide-environment.js';
import { createTypeChecker } from './type-checker.js';

const key = 'PW_TEST_API_KEY';
beforeEach(() => void (process.env[key] = 'value-of-the-key'));
afterEach(() => void delete process.env[key]);

const inherited = () =>
  execFileSync(process.execPath, ['-p', 'JSON.stringify(Object.keys(process.env))']).toString();

/** Environments of the programs that this process has started (Linux). */
const environments = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, parent] =
          /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        return parent === String(process.pid) ? [readFileSync(`/proc/${pid}/environ`, 'utf8')] : [];
      } catch {
        return [];
      }
    });

describe('the environment of programs that libraries start', () => {
  it('holds what they need, and no key', async () => {
    expect(inherited()).toContain(key);
    expect(hideEnvironment(inherited)).not.toContain(key);
    expect(hideEnvironment(inherited)).toContain('PATH');
    await hideEnvironmentUntil(async () => {
      await Promise.resolve();
      expect(inherited()).not.toContain(key);
      // Who asks for a variable by its name gets it, and a change stays.
      expect(process.env[key]).toBe('value-of-the-key');
      hideEnvironment(() => void (process.env[key] = 'another'));
      expect(inherited()).not.toContain(key);
    });
    expect(process.env[key]).toBe('another');
    expect(inherited()).toContain(key);
  });

  it('comes back when the start fails', () => {
    const before = process.env;
    expect(() =>
      hideEnvironment(() => {
        throw new Error('no such program');
      }),
    ).toThrow('no such program');
    expect(process.env).toBe(before);
  });

  it.runIf(process.platform === 'linux')('reaches neither esbuild nor the compiler', async () => {
    await hideEnvironment(() => transform('let a: number', { loader: 'ts' }));
    const checker = await createTypeChecker();
    try {
      const found = environments();
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter((each) => each.includes('value-of-the-key'))).toEqual([]);
    } finally {
      await checker.close();
    }
  });
});
