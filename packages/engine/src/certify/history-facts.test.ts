import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyFacts } from './history-facts.js';

describe('the history of a source', () => {
  it('gives away a secret that was removed since', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'history-'));
    const facts = (at: string) =>
      historyFacts(at, { isSecret: (rule) => rule === 'secret-in-source' });
    try {
      expect(await facts(folder)).toEqual({ versions: 0, secrets: [] });
      const git = (...args: string[]) =>
        execFileSync(
          'git',
          ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args],
          { stdio: 'pipe' },
        );
      git('init', '-q');
      mkdirSync(join(folder, 'plugin'));
      writeFileSync(
        join(folder, 'plugin/key.ts'),
        `export const key = '${'AKIA'}QYLPMN5HHHFPZAM2';\n`,
      );
      git('add', '.');
      git('commit', '-qm', 'one');
      writeFileSync(join(folder, 'plugin/key.ts'), 'export const key = process.env.KEY;\n');
      git('commit', '-qam', 'two');
      // A program that git would start on the host, were it run there.
      git('config', 'core.fsmonitor', `touch ${join(folder, 'pwned')}`);
      const found = await facts(join(folder, 'plugin'));
      expect(found?.versions).toBeGreaterThan(1);
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
      expect(found?.secrets.join(' ')).toContain('key.ts');
      writeFileSync(join(folder, '.git/HEAD'), 'broken');
      expect(await facts(folder)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
