import { createRequire } from 'node:module';
import type * as nodeOs from 'node:os';
import { describe, expect, it } from 'vitest';
import { lateBuiltins } from './late-builtins.js';

const asked: string[] = [];
const real = createRequire(import.meta.url);
const require = lateBuiltins(
  Object.assign((name: string) => {
    asked.push(name);
    return real(name) as unknown;
  }, real),
);

describe('lateBuiltins', () => {
  it('loads a module of Node.js when something of it is first used', () => {
    const os = require('node:os') as typeof nodeOs;
    expect(asked).toEqual([]);
    expect(os.EOL).toBe(real('node:os').EOL);
    expect(os.homedir()).toBe(real('node:os').homedir());
    expect(asked).toEqual(['node:os']);
  });

  it('looks like the module itself', () => {
    const zlib = require('node:zlib') as object;
    expect('gzip' in zlib).toBe(true);
    expect(Object.keys(zlib)).toEqual(Object.keys(real('node:zlib') as object));
    expect({ ...zlib }).toEqual({ ...(real('node:zlib') as object) });
    expect(Object.getPrototypeOf(zlib)).toBe(Object.getPrototypeOf(real('node:zlib')));
    expect(Object.getOwnPropertyDescriptor(zlib, 'nothing')).toBeUndefined();
  });

  it('loads packages, and what is always there, at once', () => {
    asked.length = 0;
    expect(require('node:path')).toBe(real('node:path'));
    expect(require('picocolors')).toBe(real('picocolors'));
    expect(asked).toEqual(['node:path', 'picocolors']);
    expect(require.resolve('picocolors')).toBe(real.resolve('picocolors'));
  });
});
