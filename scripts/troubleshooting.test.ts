import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ERROR_CODES } from '../packages/errors/src/error-codes.js';

const root = join(import.meta.dirname, '..');

it('docs/troubleshooting.md is made from the table of error codes', () => {
  const script = join(root, 'scripts', 'troubleshooting.mjs');
  expect(() =>
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' }),
  ).not.toThrow();
});

it('every code that the sources use is in the table', () => {
  const sources = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) =>
      readdirSync(join(root, group, name, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !/\.(?:test|gen)\.ts$|__fixtures__/.test(path))
        .map((path) => join(root, group, name, 'src', path)),
    ),
  );
  const used = sources.flatMap(
    (path) => readFileSync(path, 'utf8').match(/'PW_[A-Z0-9_]+'/g) ?? [],
  );
  const missing = new Set(
    used.map((code) => code.slice(1, -1)).filter((code) => !(code in ERROR_CODES)),
  );
  expect([...missing]).toEqual([]);
});
