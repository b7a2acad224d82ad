import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';
import { createContext } from '../src/context.js';
import { buildProgram } from '../src/program.js';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const snippet = (path: string, language: string) =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(read(path))?.[1] ?? '';

let cwd = '';
beforeEach(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-docs-')));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await fs.rm(cwd, { recursive: true, force: true });
});

describe('the documentation', () => {
  it('has a row in docs/cli.md for every command and every option', () => {
    const stream = { write: () => true };
    const program = buildProgram(
      createContext(
        {
          stdin: (async function* () {})(),
          stdout: stream,
          stderr: stream,
          env: {},
          cwd,
          signal: new AbortController().signal,
        },
        { json: false, quiet: false, color: false, debug: false },
      ),
      () => {},
    );
    const page = read('docs/cli.md');
    for (const command of program.commands) {
      expect(page).toContain(`\`${command.name()}`);
      for (const option of command.options) expect(page).toContain(`\`${option.flags}\``);
    }
  });

  it('has a README whose commands work', async () => {
    const [, yaml = ''] =
      /<<'YAML'\n([\s\S]*?)^YAML/m.exec(snippet('apps/cli/README.md', 'sh')) ?? [];
    await fs.writeFile(join(cwd, 'hello.yaml'), yaml);
    const [, command = ''] =
      /^npx plugwright (.*)$/m.exec(snippet('apps/cli/README.md', 'sh')) ?? [];
    const run = await runCli(command.split(' '), { cwd });
    expect(run.code).toBe(0);
    expect(await fs.readdir(join(cwd, 'plugin-hello'))).toContain('package.json');
  });

  it('has a README of the engine whose code works', async () => {
    const code = snippet('packages/engine/README.md', 'ts');
    const file = join(root, 'packages', 'engine', `.readme-${process.pid}.test-snippet.ts`);
    const lines = vi.spyOn(console, 'log').mockImplementation(() => {});
    await fs.writeFile(
      file,
      code
        .replace(
          "source: 'hello.yaml'",
          `source: ${JSON.stringify(join(cwd, 'hello.yaml'))}, out: ${JSON.stringify(join(cwd, 'out'))}`,
        )
        .replace("  'hello.yaml',", `  ${JSON.stringify(join(cwd, 'hello.yaml'))},`),
    );
    try {
      await import(/* @vite-ignore */ file);
    } finally {
      await fs.rm(file);
    }
    expect(lines.mock.calls[0]?.slice(0, 2)).toEqual(['written', join(cwd, 'out')]);
  });
});
