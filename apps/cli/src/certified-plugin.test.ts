import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCliDirectory } from './__fixtures__/cli-directory.js';
import { echoPlugin } from './__fixtures__/echo-plugin.js';
import { type CliRun, runCli } from './__fixtures__/run-cli.js';

// To certify a plugin takes seconds. So it is done once, and all commands that need its certificate are here.
const { cli, path, settings, write } = useCliDirectory();
let made: CliRun;
const base = 'out/plugin-echo-1.0.0';

beforeAll(async () => {
  write('echo', echoPlugin);
  await cli('keys', 'signing', 'new', '--name', 'Ada');
  made = await cli(
    'certify',
    'echo',
    '--out',
    'out',
    '--no-bench',
    '--mutants',
    '2',
    '--offline',
    '--json',
  );
}, 240_000);

describe('plugwright certify', () => {
  it('certifies a plugin that somebody wrote by hand, and runs none of its scripts', () => {
    expect(made.stderr).not.toContain('error');
    const { level, checks } = JSON.parse(made.stdout) as {
      level: string;
      checks: { id: string; result: string; reason: string }[];
    };
    const answer = (id: string) => checks.find((one) => one.id === id);
    expect(checks.filter(({ result }) => result === 'fail').map(({ id }) => id)).toEqual([]);
    expect({ code: made.code, level }).toEqual({ code: 0, level: 'L1' });
    // What nobody could find out is said to be so.
    expect(answer('hardened.performance')?.result).toBe('not evaluated');
    expect(answer('reproducible.rebuild')).toMatchObject({
      result: 'not evaluated',
      reason: expect.stringContaining('its build is not one that is known here'),
    });
    expect(() => readFileSync(path('echo/pwned'))).toThrow('ENOENT');
  });

  it('writes the certificate and what it is bound to', () => {
    const read = (ending: string) => readFileSync(path(`${base}${ending}`), 'utf8');
    expect(JSON.parse(read('.certificate.json'))).toMatchObject({
      payloadType: 'application/vnd.in-toto+json',
    });
    expect(JSON.parse(read('.sbom.json'))).toMatchObject({ specVersion: '1.6' });
    expect(JSON.parse(read('.sarif.json'))).toMatchObject({ version: '2.1.0' });
    expect(read('.html')).toContain('L1 checked');
    expect(read('.svg')).toContain('<svg');
    expect(read('.tgz').length).toBeGreaterThan(200);
  });
});

describe('plugwright check', () => {
  const certificate = `${base}.certificate.json`;
  it('says who signed, for the tarball, the source and an installed copy', async () => {
    const run = await cli('check', certificate, `${base}.tgz`);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('Signed by Ada');
    expect(run.stdout).toContain('L1 checked');
    expect(run.stdout).toContain('Compared with the tarball.');
    expect((await cli('check', certificate, 'echo')).stdout).toContain('the source');
    const {
      'package.json': manifest = '',
      'dist/index.js': code = '',
      LICENSE: licence = '',
    } = echoPlugin;
    const installed = { 'package.json': manifest, 'dist/index.js': code, LICENSE: licence };
    write('app/node_modules/plugin-echo', installed);
    expect((await cli('check', certificate, 'app/node_modules/plugin-echo')).stdout).toContain(
      'the installed files',
    );
  });

  it('ends with 1 and a code of its own when something is wrong', async () => {
    const refused = async (...argv: string[]) => {
      const { code, stdout } = await cli('check', ...argv, '--json');
      const { problems } = JSON.parse(stdout) as { problems: { code: string }[] };
      return [code, ...problems.map((one) => one.code)];
    };
    expect(await refused(certificate, 'echo', '--require-level', 'L2')).toEqual([
      1,
      'PW_CHECK_LEVEL',
    ]);
    cpSync(path('echo'), path('changed'), { recursive: true });
    writeFileSync(path('changed/dist/index.js'), '// other\n');
    expect(await refused(certificate, 'changed')).toEqual([1, 'PW_CHECK_FILES']);
    writeFileSync(path('large.certificate.json'), Buffer.alloc(5 * 1024 * 1024));
    expect(await refused('large.certificate.json', 'echo')).toEqual([1, 'PW_CHECK_TOO_LARGE']);
    writeFileSync(path('trust.json'), '{"trustVersion":1,"keys":[]}');
    expect(await refused(certificate, 'echo', '--trust', 'trust.json')).toEqual([
      1,
      'PW_CHECK_UNKNOWN_SIGNER',
    ]);
    const sha256 = JSON.parse(made.stdout).package.sha256 as string;
    const list = {
      revocationsVersion: 1,
      certificates: [],
      keys: [],
      packages: [{ sha256, reason: 'test', at: '2026-01-01T00:00:00.000Z' }],
    };
    writeFileSync(path('revoked.json'), JSON.stringify(list));
    expect(await refused(certificate, 'echo', '--revocations', 'revoked.json')).toEqual([
      1,
      'PW_CHECK_REVOKED',
    ]);
    writeFileSync(path(`${base}.sbom.json`), '{}');
    expect(await refused(certificate, 'echo')).toEqual([1, 'PW_CHECK_ATTACHMENT']);
    writeFileSync(path(`${base}.sbom.json`), 'x');
    expect(await refused(certificate, 'echo')).toEqual([1, 'PW_CHECK_ATTACHMENT']);
    rmSync(path(`${base}.sbom.json`));
    // What cannot be read is not taken for nothing.
    writeFileSync(path('revoked.json'), '{');
    expect(
      (await cli('check', certificate, 'echo', '--revocations', 'revoked.json')).stderr,
    ).toContain('PW_CERTIFY_REVOCATIONS');
    expect((await cli('check', 'no.certificate.json', 'echo')).stderr).toContain('PW_CERTIFY_READ');
    expect((await cli('check', certificate, 'echo', '--trust', 'none.json')).stderr).toContain(
      'PW_CERTIFY_READ',
    );
  });
});

describe('plugwright recheck', () => {
  it('goes through all installed plugins', async () => {
    write('app/node_modules/@other/plugin-lamp', {
      'package.json': '{"name":"@other/plugin-lamp","version":"2.0.0"}',
    });
    write('app/node_modules/zod', {
      'package.json': '{"name":"zod","version":"4.0.0"}',
    });
    write('app/node_modules/broken', { 'package.json': '{' });
    const run = await cli('recheck', 'app', '--certificates', 'out');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('✔ plugin-echo 1.0.0: L1 checked, signed by Ada');
    expect(run.stdout).toContain('○ @other/plugin-lamp 2.0.0: no certificate');
    expect(run.stdout).toContain('2 plugins: 1 certified, 0 refused, 1 without a certificate.');
    expect((await cli('recheck', 'app', '--certificates', 'out', '--strict')).code).toBe(1);
    writeFileSync(path('app/node_modules/plugin-echo/dist/more.js'), '');
    const refused = await cli('recheck', 'app', '--certificates', 'out');
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('PW_CHECK_FILES')]);
    expect((await cli('recheck', 'out')).stdout).toContain('No plugin is installed here.');
  });
});

describe('plugwright reproduce', () => {
  it('says that files which were given cannot be built again', async () => {
    const run = await cli('reproduce', `${base}.certificate.json`, '--source', 'echo');
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringContaining('PW_CERTIFY_CANNOT_REPRODUCE'),
    ]);
  });
});

describe('plugwright keys signing', () => {
  it('lists, exports and pins public keys, and never shows the private one', async () => {
    const listed = JSON.parse((await cli('keys', 'signing', 'list', '--json')).stdout) as {
      keys: { name: string }[];
    };
    expect(listed.keys.map(({ name }) => name)).toEqual(['Ada']);
    expect((await cli('keys', 'signing', 'export', '--out', 'ada.json')).code).toBe(0);
    expect(readFileSync(path('ada.json'), 'utf8')).not.toContain('private');
    const stranger = settings({ XDG_CONFIG_HOME: path('stranger') });
    const certificate = `${base}.certificate.json`;
    expect((await runCli(['check', certificate, 'echo'], stranger)).stderr).toContain(
      'PW_CHECK_UNKNOWN_SIGNER',
    );
    expect((await runCli(['keys', 'signing', 'trust', 'ada.json'], stranger)).code).toBe(0);
    expect((await runCli(['check', certificate, 'echo'], stranger)).stdout).toContain(
      'Signed by Ada',
    );
  });

  it('rotates, and what was signed before stays valid', async () => {
    expect((await cli('keys', 'signing', 'new')).stderr).toContain('PW_CERTIFY_KEY_EXISTS');
    expect(await cli('keys', 'signing', 'rotate')).toMatchObject({ code: 0 });
    const run = await cli('check', `${base}.certificate.json`, 'echo');
    expect(run.stdout).toContain('a key that is retired now');
    expect(run.code).toBe(0);
    const exported = JSON.parse((await cli('keys', 'signing', 'export')).stdout) as {
      keys: unknown[];
    };
    expect(exported.keys).toHaveLength(2);
  });

  it('ends with 2 on bad usage', async () => {
    for (const argv of [
      ['dance'],
      ['trust'],
      ['trust', 'none.json'],
      ['trust', 'echo/package.json'],
    ])
      expect((await cli('keys', 'signing', ...argv)).code).toBe(2);
    const other = settings({ XDG_CONFIG_HOME: path('empty') });
    for (const what of ['rotate', 'export'])
      expect((await runCli(['keys', 'signing', what], other)).stderr).toContain(
        'PW_CERTIFY_NO_KEY',
      );
  });
});
