import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Sources that people run, without tests and fixtures. What is only text (attempts, rules) is named. */
const sources = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^/]+\/src\/.*\.[cm]?[jt]s$/.test(path))
    .filter((path) => !/\.(?:test|gen)\.ts$|__fixtures__/.test(path))
    .map((path) => `${group}/${path}`),
);
const holding = (pattern: RegExp) =>
  sources.filter((path) => pattern.test(readFileSync(join(root, path), 'utf8'))).sort();

it('one file starts processes: no import and no require of child_process or cluster elsewhere', () => {
  expect(
    holding(
      /(?:from|import|require|getBuiltinModule)\s*\(?\s*['"](?:node:)?(?:child_process|cluster)['"]/,
    ),
  ).toEqual([
    // The text of a program that tries to get out of the sandbox.
    'packages/sandbox/src/attempts/program.ts',
    'packages/sandbox/src/container-arguments.ts',
    'packages/sandbox/src/start-process.ts',
    // Watches what a plugin starts, from inside its process; starts nothing.
    'packages/verify/src/harness/observe/observe-processes.ts',
  ]);
});

it('no process is started with a shell', () => {
  expect(holding(/\bshell:\s*(?:true|['"`]|process)/)).toEqual([]);
  expect(holding(/\bprocess\.binding\(|['"]\/bin\/(?:ba)?sh['"]/)).toEqual([]);
});
