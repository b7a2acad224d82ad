import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { runCli } from './run-cli.js';

/** A directory with keys of its own for the tests of one file, and the command that runs in it. */
export function useCliDirectory() {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'certify-cli-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const path = (...parts: string[]) => join(cwd, ...parts);
  /** For `runCli`: where it runs, with more variables. */
  const settings = (more: Record<string, string> = {}) => ({
    cwd,
    env: { XDG_CONFIG_HOME: path('config'), PLUGWRIGHT_PASSPHRASE: 'correct horse battery', ...more },
  });
  return {
    path,
    settings,
    cli: (...argv: string[]) => runCli(argv, settings()),
    write: (directory: string, files: Readonly<Record<string, string>>) => {
      for (const [name, text] of Object.entries(files)) {
        const target = path(directory, name);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    },
  };
}
