import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanHistory } from './scan-history.js';

let root: string;
const git = (...args: string[]) =>
  execFileSync('git', args, {
    cwd: root,
    stdio: 'pipe',
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
      GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
    },
  });
// In pieces, so that scanners of repositories do not take it for a live one.
const key = ['AKIA', 'QX7RZ2LMN5TVWB4K'].join('');
const other = ['ghp', 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'].join('_');
const commit = (message: string) => {
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', message);
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'history-'));
  git('init', '-q', '-b', 'main');
  mkdirSync(join(root, 'plugin/src'), { recursive: true });
  writeFileSync(join(root, 'plugin/src/a.ts'), `// one\nconst k = '${key}';\n`);
  writeFileSync(join(root, 'plugin/b.bin'), Buffer.from([0, 1, 2, 255, 254]));
  writeFileSync(join(root, 'plugin/c.txt'), Buffer.from([0xff, 0xfe, 0x41, 0x0a]));
  commit('with a key');
  writeFileSync(join(root, 'plugin/src/a.ts'), `// two\nconst k = '${key}'; // again\n`);
  commit('again');
  writeFileSync(join(root, 'plugin/src/a.ts'), 'const k = process.env.K;\n');
  commit('without');
  git('checkout', '-q', '-b', 'side');
  writeFileSync(join(root, 'outside.ts'), `const t = '${other}';\n`);
  commit('outside the plugin');
  git('checkout', '-q', 'main');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the history of a repository', () => {
  it('gives up a secret once, with the commit, from every branch', async () => {
    const { findings, blobs, complete } = await scanHistory(root);
    expect(complete).toBe(true);
    expect(blobs).toBe(5);
    expect(findings.map(({ path, line, rule }) => [path, line, rule])).toEqual([
      ['outside.ts', 1, 'secret-in-source'],
      ['plugin/src/a.ts', 2, 'secret-in-source'],
    ]);
    expect(findings[1]?.message).toMatch(
      /\(AWS access key\), in commit [\da-f]{7,} of 2026-01-02\.$/,
    );
  });

  it('is that of the directory, with paths from there', async () => {
    const { findings } = await scanHistory(join(root, 'plugin'));
    expect(findings.map(({ path }) => path)).toEqual(['src/a.ts']);
  });

  it('says when it was not read to its end', async () => {
    const { complete, blobs } = await scanHistory(root, { largest: 60 });
    expect(complete).toBe(false);
    expect(blobs).toBeLessThan(5);
  });

  it('starts nothing that the repository names, and runs no git of the plugin', async () => {
    const marker = join(root, 'started');
    for (const name of ['core.pager', 'core.fsmonitor', 'diff.external', 'core.sshCommand'])
      git('config', name, `touch ${marker}`);
    writeFileSync(join(root, 'git'), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
    const path = [root, '.', process.env['PATH']].join(':');
    expect((await scanHistory(root, { path })).findings).toHaveLength(2);
    expect(existsSync(marker)).toBe(false);
  });

  it('is a typed error without git, or without a repository', async () => {
    const code = 'PW_SCAN_HISTORY';
    await expect(scanHistory(root, { path: '/nowhere' })).rejects.toMatchObject({ code });
    const bare = mkdtempSync(join(tmpdir(), 'no-history-'));
    try {
      await expect(scanHistory(bare)).rejects.toMatchObject({ code });
    } finally {
      rmSync(bare, { recursive: true });
    }
  });
});
