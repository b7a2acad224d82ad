import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from './error-codes.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Sources of every package and app, without tests, fixtures and this table itself. */
function sources(): string[] {
  return ['packages', 'apps'].flatMap((area) =>
    readdirSync(join(root, area)).flatMap((name) => {
      const src = join(root, area, name, 'src');
      try {
        return readdirSync(src, { recursive: true, encoding: 'utf8' })
          .filter(
            (file) =>
              /\.(?:ts|hbs)$/.test(file) && !/\.test\.ts$|\.gen\.ts$|__fixtures__/.test(file),
          )
          .map((file) => join(src, file));
      } catch {
        return [];
      }
    }),
  );
}

function codesInUse(): Map<string, string> {
  const used = new Map<string, string>();
  for (const file of sources()) {
    if (file.includes(join('errors', 'src', 'codes'))) continue;
    for (const [, code = ''] of readFileSync(file, 'utf8').matchAll(
      /['"`](PW_[A-Z0-9]+(?:_[A-Z0-9]+)*)['"`]/g,
    ))
      used.set(code, file.slice(root.length));
  }
  return used;
}

describe('the table of error codes', () => {
  test('has a row for every code that a source names', () => {
    const missing = [...codesInUse()].filter(([code]) => !Object.hasOwn(ERROR_CODES, code));
    expect(missing).toEqual([]);
  });

  test('has no row that no source names', () => {
    const used = codesInUse();
    expect(Object.keys(ERROR_CODES).filter((code) => !used.has(code))).toEqual([]);
  });

  test.each(Object.entries(ERROR_CODES))(
    '%s has a sentence, a hint and an exit status',
    (code, row) => {
      expect(code).toMatch(/^PW_[A-Z]+(?:_[A-Z0-9]+)*$/);
      expect(row.summary).toMatch(/^[A-Za-z].*\.$/);
      expect(row.hint).toMatch(/\.$/);
      expect([1, 2, 3, 130]).toContain(row.exit);
    },
  );
});
