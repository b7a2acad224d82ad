import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';

const root = join(import.meta.dirname, '..');
const block = (readme: string, language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, 's').exec(readme)?.[1];

/** Packages whose README shows a snippet and what it prints. */
const packages = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const file = join(root, folder, name, 'README.md');
    const readme = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const snippet = block(readme, 'ts');
    const printed = block(readme, 'text');
    return snippet === undefined || printed === undefined
      ? []
      : [{ name: `${folder}/${name}`, snippet, printed }];
  }),
);

afterEach(() => vi.restoreAllMocks());

test.each(packages)('the README of $name prints what it says', async ({ name, ...readme }) => {
  // Inside the package, so that the snippet finds it by its name as a user's file would.
  const folder = mkdtempSync(join(root, name, '.readme-'));
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((...line) =>
    printed.push(line.map(String).join(' ')),
  );
  try {
    const file = join(folder, 'snippet.ts');
    writeFileSync(file, readme.snippet);
    await import(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(printed.join('\n')).toBe(readme.printed);
});

test('most packages have such a snippet', () => {
  const names = packages.map(({ name }) => name);
  for (const name of 'catalog certify errors files jobs safe-fetch sandbox scan spec vault'.split(
    ' ',
  ))
    expect(names).toContain(`packages/${name}`);
});
