import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const directory = fileURLToPath(
  new URL(`../../../.cache/render-tests/readme-${process.pid}/`, import.meta.url),
);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('runs the snippet of the README', async () => {
  const [, snippet = ''] = /```ts\n([^]*?)```/.exec(readme) ?? [];
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'snippet.ts');
  writeFileSync(file, snippet);
  const { report } = (await import(file)) as {
    report: { paths: string[]; digest: string; diff: string };
  };
  expect(report.paths).toContain('src/actions/greeter-greet.ts');
  expect(report.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(report.diff).toContain("+  name: 'plugin-greeter',");
});
