import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, 's').exec(readme)?.[1] ?? '';

afterEach(() => vi.restoreAllMocks());

test('the snippet of the README prints what the README says', async () => {
  // Inside the package, so that the snippet finds it by its name as a user's file would.
  const folder = mkdtempSync(join(root, '.readme-'));
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...line) =>
    printed.push(line.map(String).join(' ')),
  );
  try {
    const file = join(folder, 'snippet.ts');
    writeFileSync(file, block('ts'));
    await import(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(printed.join('\n')).toBe(block('text'));
});
