import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './__fixtures__/run-cli.js';

let cwd: string;
let server: Server;
let url: string;

/** A registry that knows one flaw of minimist and one of lodash. */
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'audit-cli-'));
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (!request.url?.endsWith('/advisories/bulk')) return response.writeHead(404).end('{}');
      const asked = JSON.parse(gunzipSync(Buffer.concat(parts)).toString()) as object;
      const flaw = { id: 1, title: 'Bad', severity: 'low', vulnerable_versions: '<4.17.21' };
      const found = Object.keys(asked).filter((name) => ['minimist', 'lodash'].includes(name));
      return response.end(JSON.stringify(Object.fromEntries(found.map((name) => [name, [flaw]]))));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  plugin('fine', { semver: '7.7.0' });
  plugin('bad', { lodash: '4.17.15' });
  plugin('foreign', { lodash: '4.17.15' }, { 'node_modules/own': { resolved: 'file:own.tgz' } });
  plugin('none', undefined);
});
afterAll(async () => {
  rmSync(cwd, { recursive: true, force: true });
  await new Promise((resolve) => server.close(resolve));
});

function plugin(
  name: string,
  packages: Record<string, string> | undefined,
  more: object = {},
): void {
  mkdirSync(join(cwd, name));
  const manifest = { name, version: '1.0.0', dependencies: packages };
  writeFileSync(join(cwd, name, 'package.json'), JSON.stringify(manifest));
  if (packages === undefined) return;
  const rows = Object.entries(packages).map(([one, version]) => [
    `node_modules/${one}`,
    { version, integrity: `sha512-${Buffer.alloc(64).toString('base64')}`, license: 'MIT' },
  ]);
  const lock = {
    lockfileVersion: 3,
    packages: { '': manifest, ...Object.fromEntries(rows), ...more },
  };
  writeFileSync(join(cwd, name, 'package-lock.json'), JSON.stringify(lock, null, 2));
}
const audit = (...argv: string[]) =>
  runCli(
    ['audit', ...argv, '--registry', url, '--allow-http', '--allow-private', '--no-metadata'],
    {
      cwd,
    },
  );

describe('plugwright audit', () => {
  it('says clean, vulnerable or unknown, and ends with 0 only when it knows enough', async () => {
    const fine = await audit('fine');
    expect(fine.code).toBe(0);
    expect(fine.stdout).toMatch(
      /✔ clean: Checked 1 of 1 packages against data of .*0 days old, limit 7\.\n$/,
    );
    const bad = await audit('bad', '--fail-on', 'low');
    expect(bad.code).toBe(1);
    expect(bad.stdout).toContain('low lodash@4.17.15: Bad (npm:1, fixed in 4.17.21). PW-S-601');
    expect((await audit('bad')).code).toBe(0);
    // What could not be checked is no pass, although the only finding is below the threshold.
    const foreign = await audit('foreign', '--fail-on', 'critical');
    expect(foreign.code).toBe(1);
    expect((await audit('foreign', '--fail-on', 'critical', '--allow-unknown')).code).toBe(0);
  });

  it('ends with 1 and a hint when there is no lockfile', async () => {
    const run = await audit('none');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('? unknown: There is no lockfile');
    expect((await runCli(['audit', 'nothing'], { cwd })).code).toBe(2);
  });

  it('gives JSON and SARIF', async () => {
    const json = JSON.parse((await audit('bad', '--json')).stdout) as { answer: string };
    expect(json.answer).toBe('vulnerable');
    const sarif = JSON.parse((await audit('bad', '--format', 'sarif')).stdout) as {
      runs: { results: { ruleId: string }[]; tool: { driver: { rules: { id: string }[] } } }[];
    };
    expect(sarif.runs[0]?.results[0]?.ruleId).toBe('PW-S-601');
    expect(sarif.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(['PW-S-601']);
  });

  it('asks nobody when offline, and uses what was kept', async () => {
    await audit('fine');
    expect((await audit('fine', '--offline')).code).toBe(0);
    const never = await runCli(['audit', 'fine', '--offline'], { cwd });
    expect(never).toMatchObject({ code: 1 });
    expect(never.stdout).toContain('? unknown: Checked 0 of 1 packages: no complete data.');
  });

  it("takes the registry from npm's configuration, not from the plugin", async () => {
    writeFileSync(join(cwd, 'fine', '.npmrc'), 'registry=http://127.0.0.1:9/\n');
    const run = await runCli(
      ['audit', 'fine', '--allow-http', '--allow-private', '--no-metadata'],
      {
        cwd,
        env: { npm_config_registry: url },
      },
    );
    expect(run.code).toBe(0);
  });
});

describe('plugwright advisories', () => {
  it('imports, shows, and complains about what is only a part', async () => {
    const home = mkdtempSync(join(tmpdir(), 'advisories-'));
    const run = (...argv: string[]) =>
      runCli(['advisories', ...argv], { cwd, env: { PLUGWRIGHT_HOME: home } });
    try {
      expect((await run('show')).code).toBe(1);
      const record = {
        id: 'GHSA-x',
        modified: '2026-01-02T00:00:00Z',
        affected: [{ package: { ecosystem: 'npm', name: 'x' }, versions: ['1.0.0'] }],
      };
      mkdirSync(join(cwd, 'osv'));
      writeFileSync(join(cwd, 'osv/x.json'), JSON.stringify(record));
      const imported = await run('import', 'osv');
      expect(imported.stdout).toMatch(/^1 records of 1 packages, the newest of 2026-01-02/);
      expect(imported.stderr).toContain('a part of what is known');
      expect(JSON.parse((await run('show', '--json')).stdout)).toMatchObject({ complete: false });
      expect((await run('import')).code).toBe(2);
      expect((await run('import', 'nothing')).stderr).toContain('PW_AUDIT_ARCHIVE');
      expect((await run('find')).code).toBe(2);
      const pull = await run('pull', '--from', `${url}/all.zip`, '--allow-http', '--allow-private');
      expect(pull.stderr).toContain('PW_AUDIT_PULL');
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
