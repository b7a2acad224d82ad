import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './__fixtures__/run-cli.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'scan-cli-'));
  mkdirSync(join(cwd, 'plugin/src'), { recursive: true });
  writeFileSync(
    join(cwd, 'plugin/src/index.ts'),
    "export const handler = (req: Request) => fetch('http://api.demo.com/');\n",
  );
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const scan = (...argv: string[]) => runCli(['scan', 'plugin', ...argv], { cwd });

describe('plugwright scan', () => {
  it('ends with 1 when a finding reaches the threshold, else with 0', async () => {
    const run = await scan();
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('low Request without TLS (fetch). PW-S-322');
    expect(run.stdout).toMatch(/✔ 1 file, 1 lines: 2 low\.\n$/);
    expect((await scan('--fail-on', 'low')).code).toBe(1);
  });

  it('gives JSON and SARIF', async () => {
    for (const argv of [['--json'], ['--format', 'json']])
      expect(JSON.parse((await scan(...argv)).stdout)).toMatchObject({ complete: true, files: 1 });
    expect(JSON.parse((await scan('--format', 'sarif')).stdout)).toMatchObject({
      version: '2.1.0',
    });
  });

  it('takes waivers from a file outside the scanned code only', async () => {
    const waivers = ['PW-S-322', 'PW-S-511']
      .map((rule) => `- { rule: ${rule}, reason: a demo, author: Ada, expires: 2999-01-01 }`)
      .join('\n');
    writeFileSync(join(cwd, 'waivers.yaml'), waivers);
    writeFileSync(join(cwd, 'plugin/waivers.yaml'), waivers);
    const run = await scan('--fail-on', 'low', '--waivers', 'waivers.yaml');
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('nothing found, 2 waived.');
    const inside = await scan('--waivers', 'plugin/waivers.yaml');
    expect(inside).toMatchObject({ code: 2 });
    expect(inside.stderr).toContain('PW_SCAN_WAIVERS');
    expect((await scan('--waivers', 'none.yaml')).code).toBe(2);
  });

  it('puts the SARIF of others behind its own', async () => {
    const run = { tool: { driver: { name: 'other' } }, results: [{ message: { text: 'x' } }] };
    writeFileSync(join(cwd, 'other.sarif'), JSON.stringify({ version: '2.1.0', runs: [run] }));
    const sarif = JSON.parse(
      (await scan('--format', 'sarif', '--merge', 'other.sarif')).stdout,
    ) as { runs: unknown[] };
    expect(sarif.runs[1]).toEqual(run);
    expect((await scan('--merge', 'other.sarif')).stdout).toContain('other: 1 results');
    expect(JSON.parse((await scan('--merge', 'other.sarif', '--json')).stdout)).toMatchObject({
      others: [run],
    });
    expect((await scan('--merge', 'none.sarif')).stderr).toContain('PW_SCAN_SARIF');
    expect((await scan('--external', 'nobody')).code).toBe(2);
    const missing = await runCli(['scan', 'plugin', '--external', 'semgrep'], {
      cwd,
      env: { PATH: cwd },
    });
    expect(missing.stderr).toContain('PW_SCAN_EXTERNAL');
  });

  it('reads the history when told to', async () => {
    const git = (...argv: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...argv], {
        cwd: join(cwd, 'plugin'),
        stdio: 'pipe',
      });
    const key = ['AKIA', 'QX7RZ2LMN5TVWB4K'].join('');
    writeFileSync(join(cwd, 'plugin/old.ts'), `const key = '${key}';\n`);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'a key');
    const path = { cwd, env: { PATH: process.env['PATH'] ?? '' } };
    const both = await runCli(['scan', 'plugin', '--history', '--json'], path);
    const rules = (text: string) =>
      (JSON.parse(text) as { findings: { path: string; message: string }[] }).findings.filter(
        ({ path: file }) => file === 'old.ts',
      );
    // What is still there is told once, as it is now.
    expect(rules(both.stdout).map(({ message }) => message)).toEqual([
      expect.not.stringContaining('commit'),
    ]);
    rmSync(join(cwd, 'plugin/old.ts'));
    const gone = await runCli(['scan', 'plugin', '--history', '--json'], path);
    expect(rules(gone.stdout)[0]?.message).toMatch(/in commit [\da-f]{7,} of /);
    expect(gone.code).toBe(1);
  });

  it('ends with 2 on bad usage', async () => {
    expect((await scan('--format', 'xml')).code).toBe(2);
    expect((await runCli(['scan', 'nothing'], { cwd })).stderr).toContain('PW_SCAN_NOT_FOUND');
  });
});
