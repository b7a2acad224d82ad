import {
  type CertificateFacts,
  defaultPolicy,
  generateSigningKey,
  issueCertificate,
  trustedKey,
  writeTrust,
} from '@plugwright/certify';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useCliDirectory } from './__fixtures__/cli-directory.js';
import { runCli } from './__fixtures__/run-cli.js';

const { path, settings, write } = useCliDirectory();

describe('plugwright reproduce', () => {
  it('names what differs, and is content with the same bytes', { timeout: 120_000 }, async () => {
    const manifest = {
      name: 'plugin-small',
      version: '1.0.0',
      files: ['dist'],
      scripts: { build: 'tsc' },
      devDependencies: { typescript: '5.9.3' },
    };
    write('small', {
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
      writeFileSync(path('small.certificate.json'), text);
      const trust = path('small-trust.json');
      const argv = ['reproduce', 'small.certificate.json', '--source', 'small'];
      return runCli(argv, settings({ PLUGWRIGHT_TRUST: trust }));
    };
    const other = await certify('b'.repeat(64), '5.0.0');
    expect(other.code).toBe(1);
    expect(other.stdout).toContain('✖ The source gives other bytes.');
    expect(other.stdout).toContain('differs: dist/index.js');
    expect(other.stdout).toContain('typescript 5.0.0 there');
    expect(other.stderr).toContain('signed by nobody whose key you have pinned');
    const rebuilt = /rebuilt +(?<sha256>[0-9a-f]{64})/.exec(other.stdout)?.groups?.['sha256'] ?? '';
    const trusted = trustedKey(key, 'Linus', '2026-01-01T00:00:00.000Z');
    writeFileSync(path('small-trust.json'), writeTrust({ trustVersion: 1, keys: [trusted] }));
    const same = await certify(rebuilt, '5.9.3');
    expect(same).toMatchObject({ code: 0, stderr: 'Signed by Linus.\n' });
    expect(same.stdout).toBe(`✔ The source gives the certified bytes: sha256 ${rebuilt}.\n`);
  });
});
