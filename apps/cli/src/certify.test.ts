import {
  type CertificateFacts,
  defaultPolicy,
  generateSigningKey,
  issueCertificate,
  packFiles,
  trustedKey,
  writeTrust,
} from '@plugwright/certify';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runCli } from './__fixtures__/run-cli.js';

/** A plugin that somebody wrote by hand: source, built file, one test, no dependency. */
const plugin: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'plugin-echo',
    version: '1.0.0',
    description: 'Says what it is told.',
    license: 'MIT',
    type: 'module',
    main: './dist/index.js',
    exports: './dist/index.js',
    files: ['dist'],
    scripts: { build: 'tsup', prepack: 'touch pwned', postinstall: '' },
    peerDependencies: { '@elizaos/core': '^1.0.0' },
    devDependencies: { '@elizaos/core': '1.7.2', vitest: '4.1.12', typescript: '5.9.3' },
    agentConfig: { pluginType: 'elizaos:plugin:1.0.0', pluginParameters: {} },
  }).replace(',"postinstall":""', ''),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      module: 'ESNext',
      target: 'ES2022',
      moduleResolution: 'Bundler',
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['src'],
  }),
  'src/index.ts': `import type { Action, Plugin } from '@elizaos/core';

const echo: Action = {
  name: 'ECHO',
  description: 'Says the text of the message again.',
  examples: [],
  validate: async () => true,
  handler: async (_runtime, message) => ({
    success: true,
    text: String(message.content.text ?? ''),
    data: { actionName: 'ECHO' },
  }),
};

export const echoPlugin: Plugin = { name: 'echo', description: 'Says what it is told.', actions: [echo] };
export default echoPlugin;
`,
  'src/index.test.ts': `import { expect, it } from 'vitest';
import { echoPlugin } from './index.js';

it('ECHO says the text again', async () => {
  const [action] = echoPlugin.actions ?? [];
  const message = { content: { text: 'hi' } } as never;
  expect(await action?.validate({} as never, message)).toBe(true);
  expect(await action?.handler({} as never, message)).toMatchObject({ text: 'hi' });
});
`,
  'dist/index.js': `const echo = {
  name: 'ECHO',
  description: 'Says the text of the message again.',
  examples: [],
  validate: async () => true,
  handler: async (_runtime, message) => ({ success: true, text: String(message.content.text ?? ''), data: { actionName: 'ECHO' } }),
};
export const echoPlugin = { name: 'echo', description: 'Says what it is told.', actions: [echo] };
export default echoPlugin;
`,
  LICENSE: 'MIT\n',
};

let cwd: string;
let env: Record<string, string>;
let made: CliRun;
const base = 'out/plugin-echo-1.0.0';
const cli = (...argv: string[]) => runCli(argv, { cwd, env });
const write = (root: string, files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'certify-cli-'));
  env = { XDG_CONFIG_HOME: join(cwd, 'config'), PLUGWRIGHT_PASSPHRASE: 'correct horse battery' };
  write(join(cwd, 'echo'), plugin);
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
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

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
    expect(() => readFileSync(join(cwd, 'echo/pwned'))).toThrow('ENOENT');
  });

  it('writes the certificate and what it is bound to', () => {
    const read = (ending: string) => readFileSync(join(cwd, `${base}${ending}`), 'utf8');
    expect(JSON.parse(read('.certificate.json'))).toMatchObject({
      payloadType: 'application/vnd.in-toto+json',
    });
    expect(JSON.parse(read('.sbom.json'))).toMatchObject({ specVersion: '1.6' });
    expect(JSON.parse(read('.sarif.json'))).toMatchObject({ version: '2.1.0' });
    expect(read('.html')).toContain('L1 checked');
    expect(read('.svg')).toContain('<svg');
    expect(read('.tgz').length).toBeGreaterThan(200);
  });

  it('ends with 2 where there is no plugin, no key or no policy', async () => {
    expect(await cli('certify', 'nothing')).toMatchObject({ code: 2 });
    const other = { cwd, env: { ...env, XDG_CONFIG_HOME: join(cwd, 'other') } };
    const run = await runCli(['certify', 'echo'], other);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('PW_CERTIFY_NO_KEY')]);
    writeFileSync(join(cwd, 'policy.json'), '{');
    expect((await cli('certify', 'echo', '--policy', 'policy.json')).stderr).toContain(
      'PW_CERTIFY_POLICY',
    );
    writeFileSync(join(cwd, 'policy.json'), '{}');
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
    mkdirSync(join(cwd, name));
    writeFileSync(join(cwd, `${name}.tgz`), bytes);
    return `../${name}.tgz`;
  };

  it('gives no level, and without a signature no certificate', { timeout: 60_000 }, async () => {
    const file = broken('plugin-unsigned');
    const here = { cwd: join(cwd, 'plugin-unsigned'), env };
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
      cwd: join(cwd, 'plugin-signed'),
      env: { ...env, PLUGWRIGHT_SIGNING_KEY: key.privateKey },
    };
    const argv = ['certify', file, '--no-bench', '--offline'];
    expect((await runCli(argv, here)).code).toBe(1);
    const certificate = 'plugin-signed/plugin-signed-1.0.0.certificate.json';
    const trust = join(cwd, 'other-trust.json');
    const trusted = trustedKey(key, 'Grace', '2026-01-01T00:00:00.000Z');
    writeFileSync(trust, writeTrust({ trustVersion: 1, keys: [trusted] }));
    const checked = await cli('check', certificate, 'plugin-signed.tgz', '--trust', trust);
    expect(checked.code).toBe(0);
    expect(checked.stdout).toMatch(/○ .*plugin-signed.*: no level, until/);
    expect(readFileSync(join(cwd, certificate), 'utf8')).not.toContain(key.privateKey);
    write(join(cwd, 'bare/node_modules/plugin-signed'), {
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
    } = plugin;
    const installed = { 'package.json': manifest, 'dist/index.js': code, LICENSE: licence };
    write(join(cwd, 'app/node_modules/plugin-echo'), installed);
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
    cpSync(join(cwd, 'echo'), join(cwd, 'changed'), { recursive: true });
    writeFileSync(join(cwd, 'changed/dist/index.js'), '// other\n');
    expect(await refused(certificate, 'changed')).toEqual([1, 'PW_CHECK_FILES']);
    writeFileSync(join(cwd, 'large.certificate.json'), Buffer.alloc(5 * 1024 * 1024));
    expect(await refused('large.certificate.json', 'echo')).toEqual([1, 'PW_CHECK_TOO_LARGE']);
    writeFileSync(join(cwd, 'trust.json'), '{"trustVersion":1,"keys":[]}');
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
    writeFileSync(join(cwd, 'revoked.json'), JSON.stringify(list));
    expect(await refused(certificate, 'echo', '--revocations', 'revoked.json')).toEqual([
      1,
      'PW_CHECK_REVOKED',
    ]);
    writeFileSync(join(cwd, `${base}.sbom.json`), '{}');
    expect(await refused(certificate, 'echo')).toEqual([1, 'PW_CHECK_ATTACHMENT']);
    writeFileSync(join(cwd, `${base}.sbom.json`), 'x');
    expect(await refused(certificate, 'echo')).toEqual([1, 'PW_CHECK_ATTACHMENT']);
    rmSync(join(cwd, `${base}.sbom.json`));
    // What cannot be read is not taken for nothing.
    writeFileSync(join(cwd, 'revoked.json'), '{');
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
    write(join(cwd, 'app/node_modules/@other/plugin-lamp'), {
      'package.json': '{"name":"@other/plugin-lamp","version":"2.0.0"}',
    });
    write(join(cwd, 'app/node_modules/zod'), {
      'package.json': '{"name":"zod","version":"4.0.0"}',
    });
    write(join(cwd, 'app/node_modules/broken'), { 'package.json': '{' });
    const run = await cli('recheck', 'app', '--certificates', 'out');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('✔ plugin-echo 1.0.0: L1 checked, signed by Ada');
    expect(run.stdout).toContain('○ @other/plugin-lamp 2.0.0: no certificate');
    expect(run.stdout).toContain('2 plugins: 1 certified, 0 refused, 1 without a certificate.');
    expect((await cli('recheck', 'app', '--certificates', 'out', '--strict')).code).toBe(1);
    writeFileSync(join(cwd, 'app/node_modules/plugin-echo/dist/more.js'), '');
    const refused = await cli('recheck', 'app', '--certificates', 'out');
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining('PW_CHECK_FILES')]);
    expect((await cli('recheck', 'out')).stdout).toContain('No plugin is installed here.');
  });
});

describe('plugwright reproduce', () => {
  it('names what differs, and is content with the same bytes', { timeout: 120_000 }, async () => {
    const manifest = {
      name: 'plugin-small',
      version: '1.0.0',
      files: ['dist'],
      scripts: { build: 'tsc' },
      devDependencies: { typescript: '5.9.3' },
    };
    write(join(cwd, 'small'), {
      'package.json': JSON.stringify(manifest),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          outDir: 'dist',
          target: 'ES2022',
          module: 'ESNext',
          lib: ['ES5'],
          skipLibCheck: true,
          types: [],
        },
        include: ['src'],
      }),
      'src/index.ts': 'export const one: number = 1;\n',
    });
    const key = generateSigningKey();
    const certify = (sha256: string, version: string) => {
      const facts: CertificateFacts = {
        factsVersion: 1,
        plugin: { name: 'plugin-small', version: '1.0.0' },
        collectedAt: '2026-01-01T00:00:00.000Z',
        package: {
          file: 'plugin-small-1.0.0.tgz',
          sha256,
          bytes: 1,
          files: { 'dist/index.js': 'a'.repeat(64) },
        },
        build: { recipe: 'tsc', tool: 'typescript', version },
        tools: {},
        machine: { node: '20', platform: 'linux', arch: 'x64' },
        manifest: { licenseFile: true, unusualDependencies: [], dependencies: {} },
      };
      const { text } = issueCertificate(facts, defaultPolicy, key.privateKey, new Date());
      writeFileSync(join(cwd, 'small.certificate.json'), text);
      const trust = join(cwd, 'small-trust.json');
      const argv = ['reproduce', 'small.certificate.json', '--source', 'small'];
      return runCli(argv, { cwd, env: { ...env, PLUGWRIGHT_TRUST: trust } });
    };
    const other = await certify('b'.repeat(64), '5.0.0');
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('✖ The source gives other bytes.');
    expect(other.stdout).toContain('differs: dist/index.js');
    expect(other.stdout).toContain('typescript 5.0.0 there');
    expect(other.stderr).toContain('signed by nobody whose key you have pinned');
    const rebuilt = /rebuilt +(?<sha256>[0-9a-f]{64})/.exec(other.stdout)?.groups?.['sha256'] ?? '';
    const trusted = trustedKey(key, 'Linus', '2026-01-01T00:00:00.000Z');
    writeFileSync(join(cwd, 'small-trust.json'), writeTrust({ trustVersion: 1, keys: [trusted] }));
    const same = await certify(rebuilt, '5.9.3');
    expect(same).toMatchObject({ code: 0, stderr: 'Signed by Linus.\n' });
    expect(same.stdout).toBe(`✔ The source gives the certified bytes: sha256 ${rebuilt}.\n`);
  });

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
    expect(readFileSync(join(cwd, 'ada.json'), 'utf8')).not.toContain('private');
    const stranger = { cwd, env: { ...env, XDG_CONFIG_HOME: join(cwd, 'stranger') } };
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
    const other = { cwd, env: { ...env, XDG_CONFIG_HOME: join(cwd, 'empty') } };
    for (const what of ['rotate', 'export'])
      expect((await runCli(['keys', 'signing', what], other)).stderr).toContain(
        'PW_CERTIFY_NO_KEY',
      );
  });
});
