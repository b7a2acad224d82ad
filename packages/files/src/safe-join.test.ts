import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { checkRelativePath, safeJoin } from './index.js';

const attacks = JSON.parse(
  readFileSync(new URL('./__fixtures__/path-attacks.json', import.meta.url), 'utf8'),
) as [path: string, code: string][];

const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return PlugwrightError.isInstance(error) ? error.code : String(error);
  }
  return undefined;
};

describe('paths by their text', () => {
  test('the corpus has at least 60 attacks', () => {
    expect(new Set(attacks.map(([path]) => path)).size).toBeGreaterThanOrEqual(60);
  });

  test.each(attacks)('%j is refused as %s', (path, code) => {
    const found = checkRelativePath(path);
    expect(found?.code).toBe(code);
    expect(found?.hint).toMatch(/\.$/);
    expect(codeOf(() => safeJoin('/nowhere', path))).toBe(code);
  });

  test.each([
    'index.ts',
    'src/index.ts',
    '.env.example',
    '.github/workflows/ci.yml',
    '.plugwright/manifest.json',
    'src/__tests__/contract.test.ts',
    'docs/日本語.md',
    'a b/c d.txt',
    'x..y',
    '.gitignore',
    'console.ts',
    'com10.ts',
    'nullable.ts',
    'git~a',
    'it’s.md',
    '100%.md',
  ])('%j is allowed', (path) => {
    expect(checkRelativePath(path)).toBeUndefined();
    expect(safeJoin('/nowhere', path)).toBe(resolve('/nowhere', path));
  });

  test('whatever is allowed stays inside (2,000 random paths)', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '%2e',
        '\\',
        'a',
        'b.ts',
        '．．',
        ':',
        ' ',
        '~',
        '\0',
        '...',
        'con',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\', ''), (parts, by) => {
        const path = parts.join(by);
        if (checkRelativePath(path)) return;
        const away = relative('/nowhere', safeJoin('/nowhere', path));
        expect(away.split('/')).not.toContain('..');
        expect(away).toBe(path);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

describe('links', () => {
  let base = '';
  let root = '';
  beforeAll(() => {
    base = mkdtempSync(join(realpathSync(tmpdir()), 'safe-join-'));
    root = join(base, 'plugin');
    mkdirSync(join(root, 'src'), { recursive: true });
    mkdirSync(join(base, 'outside'));
    writeFileSync(join(base, 'outside', 'secret.txt'), 'secret');
    writeFileSync(join(root, 'src', 'index.ts'), '');
    symlinkSync(join(base, 'outside'), join(root, 'out'));
    symlinkSync('../outside', join(root, 'relative-out'));
    symlinkSync('src', join(root, 'inner'));
    symlinkSync(join(base, 'outside', 'secret.txt'), join(root, 'file-out'));
    symlinkSync('src/index.ts', join(root, 'file-inner'));
    symlinkSync(join(base, 'not-there'), join(root, 'dangling'));
    symlinkSync('.', join(root, 'self'));
    symlinkSync('loop-b', join(root, 'loop-a'));
    symlinkSync('loop-a', join(root, 'loop-b'));
    symlinkSync(root, join(base, 'plugin-link'));
  });
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  test.each([
    'out/x.ts',
    'out/secret.txt',
    'out/deeper/x.ts',
    'relative-out/x.ts',
    'inner/../out/x.ts'.replace('inner/../', 'self/'),
    'file-out',
    'file-inner',
    'dangling',
    'dangling/x.ts',
    'loop-a/x.ts',
  ])('%s is refused', (path) => {
    expect(codeOf(() => safeJoin(root, path))).toBe('PW_PATH_SYMLINK');
  });

  test.each([
    'src/index.ts',
    'src/new.ts',
    'new/deep/file.ts',
    'inner/index.ts',
    'self/src/index.ts',
  ])('%s is allowed', (path) => {
    expect(safeJoin(root, path)).toBe(join(root, path));
  });

  test('the root itself may be a link, since its owner chose it', () => {
    const link = join(base, 'plugin-link');
    expect(safeJoin(link, 'src/index.ts')).toBe(join(link, 'src/index.ts'));
    expect(safeJoin(link, 'inner/index.ts')).toBe(join(link, 'inner/index.ts'));
    expect(codeOf(() => safeJoin(link, 'out/x.ts'))).toBe('PW_PATH_SYMLINK');
  });
});
