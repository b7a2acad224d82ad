import { generateSigningKey, packFiles, trustedKey, writeTrust } from '@plugwright/certify';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCliDirectory } from './__fixtures__/cli-directory.js';
import { echoPlugin } from './__fixtures__/echo-plugin.js';
import { runCli } from './__fixtures__/run-cli.js';

// What the certificate of a good plugin says is in `certified-plugin.test.ts`.
const { cli, path, settings, write } = useCliDirectory();

beforeAll(async () => {
  write('echo', echoPlugin);
  await cli('keys', 'signing', 'new', '--name', 'Ada');
});

describe('plugwright certify', () => {
  it('ends with 2 where there is no plugin, no key or no policy', async () => {
    expect(await cli('certify', 'nothing')).toMatchObject({ code: 2 });
    const other = settings({ XDG_CONFIG_HOME: path('other') });
    const run = await runCli(['certify', 'echo'], other);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('PW_CERTIFY_NO_KEY')]);
    writeFileSync(path('policy.json'), '{');
    expect((await cli('certify', 'echo', '--policy', 'policy.json')).stderr).toContain(
      'PW_CERTIFY_POLICY',
    );
    writeFileSync(path('policy.json'), '{}');
    expect((await cli('certify', 'echo', '--policy', 'policy.json')).stderr).toContain(
      'PW_CERTIFY_POLICY',
    );
    expect(JSON.parse((await cli('certify', '--print-policy')).stdout)).toMatchObject({
      version: 2,
    });
  });
});

describe('plugwright certify, for a tarball that cannot be loaded', () => {
  const broken = (name: string) => {
    const manifest = { name, version: '1.0.0', type: 'module', main: 'index.js' };
    const { bytes } = packFiles(
      {
        'package.json': { bytes: Buffer.from(JSON.stringify(manifest)) },
        'index.js': { bytes: Buffer.from("throw new Error('broken');\n") },
      },
      manifest,
    );
    mkdirSync(path(name));
    writeFileSync(path(`${name}.tgz`), bytes);
    return `../${name}.tgz`;
  };

  it('gives no level, and without a signature no certificate', { timeout: 60_000 }, async () => {
    const file = broken('plugin-unsigned');
    const here = { ...settings(), cwd: path('plugin-unsigned') };
    const run = await runCli(['certify', file, '--no-sign', '--quick', '--offline'], here);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('✖ plugin-unsigned 1.0.0: no level.');
    // The tarball is there already, and goes nowhere.
    expect(readdirSync(here.cwd).sort()).toEqual(
      ['evidence', 'sarif', 'sbom'].map((name) => `plugin-unsigned-1.0.0.${name}.json`),
    );
  });

  it('signs that too, and a check says what it is worth', { timeout: 60_000 }, async () => {
    const file = broken('plugin-signed');
    const key = generateSigningKey();
    const here = {
      ...settings({ PLUGWRIGHT_SIGNING_KEY: key.privateKey }),
      cwd: path('plugin-signed'),
    };
    const argv = ['certify', file, '--no-bench', '--offline'];
    expect((await runCli(argv, here)).code).toBe(1);
    const certificate = 'plugin-signed/plugin-signed-1.0.0.certificate.json';
    const trust = path('other-trust.json');
    const trusted = trustedKey(key, 'Grace', '2026-01-01T00:00:00.000Z');
    writeFileSync(trust, writeTrust({ trustVersion: 1, keys: [trusted] }));
    const checked = await cli('check', certificate, 'plugin-signed.tgz', '--trust', trust);
    expect(checked.code).toBe(0);
    expect(checked.stdout).toMatch(/○ .*plugin-signed.*: no level, until/);
    expect(readFileSync(path(certificate), 'utf8')).not.toContain(key.privateKey);
    write('bare/node_modules/plugin-signed', {
      'package.json': JSON.stringify({
        name: 'plugin-signed',
        version: '1.0.0',
        type: 'module',
        main: 'index.js',
      }),
      'index.js': "throw new Error('broken');\n",
    });
    const again = await cli('recheck', 'bare', '--certificates', 'plugin-signed', '--trust', trust);
    expect([again.code, again.stdout]).toEqual([
      0,
      expect.stringContaining('✔ plugin-signed 1.0.0: no level, signed by Grace, until'),
    ]);
  });
});
