import { describe, expect, it } from 'vitest';
import { check } from './__fixtures__/check.js';
import { facts, file, issuedAt, key, tarball } from './__fixtures__/signed.js';
import { issueCertificate } from './certificate.js';
import type { CheckedPlugin } from './check-certificate.js';
import { digestOf } from './digest.js';
import { defaultPolicy } from './policy/default-policy.js';

describe('a certificate as it was made', () => {
  it('is taken, and says who signed and what was compared', () => {
    expect(check(file)).toMatchObject({
      ok: true,
      problems: [],
      signer: { name: 'Example', keyid: key.keyid, retired: false },
      matched: 'tarball',
    });
    expect(check(file).statement?.predicate).toMatchObject({
      verificationResult: 'PASSED',
      verifiedLevels: ['PLUGWRIGHT_L3'],
      resourceUri: 'pkg:npm/plugin-lamp@1.2.0',
      timeVerified: issuedAt.toISOString(),
    });
  });

  it('says that nothing holds where nothing holds', () => {
    const bad = { ...facts, gates: {} };
    const { text } = issueCertificate(bad, defaultPolicy, key.privateKey, issuedAt);
    const report = check(Buffer.from(text));
    expect(report.ok).toBe(true);
    expect(report.statement?.predicate).toMatchObject({
      verificationResult: 'FAILED',
      verifiedLevels: ['FAILED'],
      plugwright_certificate: { level: null },
    });
  });

  it('is taken for an installed directory and for its source', () => {
    const installed: CheckedPlugin = { kind: 'directory', installed: tarball.files };
    expect(check(file, {}, installed)).toMatchObject({ ok: true, matched: 'installed' });
    const source: CheckedPlugin = {
      kind: 'directory',
      installed: { 'src/index.ts': digestOf('x') },
      source: facts.source?.sha256,
    };
    expect(check(file, {}, source)).toMatchObject({ ok: true, matched: 'source' });
  });

  it('is small', () => {
    expect(file.byteLength).toBeLessThan(20_000);
  });
});

describe('a directory that is another', () => {
  const about = (installed: Record<string, string>) =>
    check(file, {}, { kind: 'directory', installed }).problems;
  it('is refused, and the first file is named', () => {
    expect(about({ ...tarball.files, 'dist/index.js': digestOf('x') })).toEqual([
      {
        code: 'PW_CHECK_FILES',
        message: 'The directory does not hold what was certified: dist/index.js was changed.',
      },
    ]);
    expect(about({ ...tarball.files, 'dist/more.js': digestOf('x') })[0]?.message).toContain(
      'dist/more.js was added',
    );
    expect(about({})[0]?.message).toContain('dist/index.js is missing, and 1 more files differ');
  });
});
