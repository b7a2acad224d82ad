import { describe, expect, it } from 'vitest';
import {
  file,
  certificate,
  facts,
  issuedAt,
  key,
  now,
  signedAgain,
  tarball,
  trust,
} from './__fixtures__/signed.js';
import { certificateLimit, issueCertificate, writeEnvelope } from './certificate.js';
import { checkCertificate, type CheckedPlugin, type CheckOptions } from './check-certificate.js';
import { digestOf } from './digest.js';
import { generateSigningKey, signEnvelope, statementType } from './envelope/dsse.js';
import { defaultPolicy } from './policy/default-policy.js';
import { policyDigest } from './policy/policy.js';
import { noRevocations, type Revocations, trustedKey } from './trust.js';

const plugin: CheckedPlugin = { kind: 'tarball', bytes: tarball.bytes };
const check = (
  bytes: Uint8Array,
  options: Partial<CheckOptions> = {},
  about: CheckedPlugin = plugin,
) => checkCertificate(bytes, about, { trust, now, ...options });
const codes = (...args: Parameters<typeof check>) =>
  check(...args).problems.map(({ code }) => code);

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

describe('tampering', () => {
  it('every single changed byte of the certificate is refused', () => {
    const passed = new Set<number>();
    const seen = new Set<string>();
    // Never a refusal without a code, and never one of what comes after the signature.
    const expected = new Set([
      'PW_CHECK_BROKEN',
      'PW_CHECK_ENVELOPE',
      'PW_CHECK_SIGNATURE',
      'PW_CHECK_UNKNOWN_SIGNER',
      'PW_CHECK_PAYLOAD_TYPE',
      'PW_CHECK_DUPLICATE_KEY',
    ]);
    // Each byte once, with another of its bits turned each time.
    for (let at = 0; at < file.byteLength; at++) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const report = check(changed);
      if (report.ok) passed.add(at);
      report.problems.forEach(({ code }) => seen.add(code));
    }
    expect([...passed]).toEqual([]);
    expect([...seen].filter((code) => !expected.has(code))).toEqual([]);
    expected.delete('PW_CHECK_DUPLICATE_KEY');
    expect([...expected].filter((code) => !seen.has(code))).toEqual([]);
  });

  it('every single changed byte of the tarball is refused', () => {
    for (let at = 0; at < tarball.bytes.byteLength; at++) {
      const bytes = Buffer.from(tarball.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      expect(codes(file, {}, { kind: 'tarball', bytes })).toEqual(['PW_CHECK_SUBJECT']);
    }
  });

  it('a changed byte of a large tarball is refused, wherever it is', () => {
    // Too large for each byte: places all over it, the first and the last among them.
    const bytes = Buffer.alloc(4 * 1024 * 1024, 'not the same everywhere ');
    const large = { ...facts, package: { ...facts.package, sha256: digestOf(bytes) } };
    const { text } = issueCertificate(large, defaultPolicy, key.privateKey, issuedAt);
    const codesOf = () => codes(Buffer.from(text), {}, { kind: 'tarball', bytes });
    expect(codesOf()).toEqual([]);
    const places = 48;
    for (let place = 0; place < places; place++) {
      const at = Math.round((place / (places - 1)) * (bytes.byteLength - 1));
      const was = bytes[at] ?? 0;
      bytes[at] = was ^ (1 << (place % 8));
      expect(codesOf()).toEqual(['PW_CHECK_SUBJECT']);
      bytes[at] = was;
    }
    expect(codesOf()).toEqual([]);
  });

  it('every shorter file is refused', () => {
    for (let length = 0; length < file.byteLength; length++)
      expect(check(file.subarray(0, length)).ok).toBe(false);
    expect(codes(file.subarray(0, file.byteLength / 2))).toEqual(['PW_CHECK_BROKEN']);
    // Cut in the last byte it is JSON still, but no text that we write.
    expect(codes(file.subarray(0, -1))).toEqual(['PW_CHECK_ENVELOPE']);
    expect(codes(Buffer.alloc(0))).toEqual(['PW_CHECK_BROKEN']);
  });

  it('a file of 100 MB is refused by its size', () => {
    const started = performance.now();
    expect(codes(Buffer.alloc(100 * 1024 * 1024))).toEqual(['PW_CHECK_TOO_LARGE']);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(codes(Buffer.alloc(certificateLimit + 1))).toEqual(['PW_CHECK_TOO_LARGE']);
  });

  it('a swapped payload type is refused, also when it is signed', () => {
    const { payload, signatures } = certificate.envelope;
    const text = writeEnvelope({ payloadType: 'application/json', payload, signatures });
    expect(codes(Buffer.from(text))).toEqual(['PW_CHECK_PAYLOAD_TYPE']);
    expect(codes(signedAgain(() => {}, key.privateKey, 'text/plain'))).toEqual([
      'PW_CHECK_PAYLOAD_TYPE',
    ]);
  });

  it('a swapped payload is refused', () => {
    const other = signEnvelope(statementType, Buffer.from('{}'), key.privateKey);
    const text = writeEnvelope({ ...certificate.envelope, payload: other.payload });
    expect(codes(Buffer.from(text))).toEqual(['PW_CHECK_SIGNATURE']);
  });

  it('a swapped subject is refused', () => {
    const swapped = signedAgain(({ subject }) => {
      subject[0].digest.sha256 = digestOf('other');
    });
    expect(codes(swapped)).toEqual(['PW_CHECK_SUBJECT']);
    expect(codes(file, {}, { kind: 'tarball', bytes: Buffer.from('other') })).toEqual([
      'PW_CHECK_SUBJECT',
    ]);
  });

  it('duplicate keys are refused, in the envelope and in what is signed', () => {
    const text = file.toString().replace('{', '{"payloadType":"text/plain",');
    expect(codes(Buffer.from(text))).toEqual(['PW_CHECK_DUPLICATE_KEY']);
    const escaped = file.toString().replace('{', '{"p\\u0061yloadType":"text/plain",');
    expect(codes(Buffer.from(escaped))).toEqual(['PW_CHECK_DUPLICATE_KEY']);
    const inside = signedAgain((statement) =>
      JSON.stringify(statement).replace('{', '{"_type":"x",'),
    );
    expect(codes(inside)).toEqual(['PW_CHECK_DUPLICATE_KEY']);
  });

  it('blanks, a mark in front, more fields and other base64 are refused', () => {
    const text = file.toString();
    for (const changed of [
      ` ${text}`,
      `\ufeff${text}`,
      `${text}\n`,
      text.replace(',"payload"', ', "payload"'),
      text.replace('{', '{"extra":1,'),
      text.replace(/"payload":"([^"]+)"/, '"payload":"$1===="'),
      JSON.stringify(JSON.parse(text), null, 2),
    ]) {
      const [code] = codes(Buffer.from(changed));
      expect(['PW_CHECK_ENVELOPE', 'PW_CHECK_BROKEN']).toContain(code);
    }
    expect(codes(Buffer.from(`[${'['.repeat(200)}${']'.repeat(200)}]`))).toEqual([
      'PW_CHECK_BROKEN',
    ]);
    expect(codes(Buffer.from([0xff, 0xfe]))).toEqual(['PW_CHECK_BROKEN']);
  });

  it('a level that does not follow from the checks is refused, though it is signed', () => {
    const claimed = signedAgain(({ predicate }) => {
      const body = predicate.plugwright_certificate;
      body.checks = body.checks.map((one) =>
        one.id === 'built.types' ? { ...one, result: 'not evaluated' } : one,
      );
    });
    expect(codes(claimed)).toEqual(['PW_CHECK_STATEMENT']);
  });

  it('something else that is signed is refused', () => {
    expect(codes(signedAgain(() => '{}'))).toEqual(['PW_CHECK_STATEMENT']);
    expect(codes(signedAgain(() => 'x'))).toEqual(['PW_CHECK_STATEMENT']);
    const other = signedAgain((statement) =>
      Object.assign(statement, { predicateType: 'https://slsa.dev/provenance/v1' }),
    );
    expect(codes(other)).toEqual(['PW_CHECK_STATEMENT']);
  });
});

describe('who signed', () => {
  const stranger = generateSigningKey();
  it('must be pinned', () => {
    expect(codes(signedAgain(() => {}, stranger.privateKey))).toEqual(['PW_CHECK_UNKNOWN_SIGNER']);
    expect(codes(file, { trust: { trustVersion: 1, keys: [] } })).toEqual([
      'PW_CHECK_UNKNOWN_SIGNER',
    ]);
  });

  it('must hold the key that it names', () => {
    const { payloadType, payload, signatures } = signEnvelope(
      statementType,
      Buffer.from(JSON.stringify(certificate.statement)),
      stranger.privateKey,
    );
    const sig = signatures[0]?.sig ?? '';
    const text = writeEnvelope({ payloadType, payload, signatures: [{ keyid: key.keyid, sig }] });
    expect(codes(Buffer.from(text))).toEqual(['PW_CHECK_SIGNATURE']);
  });

  it('may sign beside others that nobody knows', () => {
    const other = signEnvelope(
      statementType,
      Buffer.from(certificate.envelope.payload, 'base64'),
      stranger.privateKey,
    );
    const signatures = [...other.signatures, ...certificate.envelope.signatures];
    const text = writeEnvelope({ ...certificate.envelope, signatures });
    expect(check(Buffer.from(text))).toMatchObject({ ok: true, signer: { name: 'Example' } });
  });

  it('must have had the key in use then', () => {
    const at = (from: string, until?: string) => ({
      trust: {
        trustVersion: 1 as const,
        keys: [{ ...trustedKey(key, 'Example', from), ...(until && { until }) }],
      },
    });
    expect(codes(file, at('2026-01-03T00:00:00.000Z'))).toEqual(['PW_CHECK_KEY_TIME']);
    expect(codes(file, at('2025-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'))).toEqual([
      'PW_CHECK_KEY_TIME',
    ]);
    // Retired later: what it signed before stays.
    expect(check(file, at('2025-01-01T00:00:00.000Z', '2026-01-20T00:00:00.000Z'))).toMatchObject({
      ok: true,
      signer: { retired: true },
    });
  });
});

describe('what no longer counts', () => {
  const at = '2026-01-15T00:00:00.000Z';
  const revoked = (change: Partial<Revocations>) => ({
    revocations: { ...noRevocations, ...change },
  });
  it('is told with its reason', () => {
    const reason = 'the key was on a stolen laptop';
    expect(check(file, revoked({ keys: [{ keyid: key.keyid, reason, at }] })).problems).toEqual([
      {
        code: 'PW_CHECK_KEY_REVOKED',
        message: `The key of Example was revoked on 2026-01-15: ${reason}.`,
      },
    ]);
    expect(
      codes(file, revoked({ certificates: [{ sha256: digestOf(file), reason, at }] })),
    ).toEqual(['PW_CHECK_REVOKED']);
    expect(codes(file, revoked({ packages: [{ sha256: tarball.sha256, reason, at }] }))).toEqual([
      'PW_CHECK_REVOKED',
    ]);
    expect(codes(file, revoked({ packages: [{ sha256: digestOf('other'), reason, at }] }))).toEqual(
      [],
    );
  });

  it('is revoked also when somebody has added signatures to it', () => {
    const [own] = certificate.envelope.signatures;
    const sig = Buffer.alloc(64, 1).toString('base64');
    for (const more of [{ keyid: 'x', sig }, own!, { keyid: own!.keyid, sig }]) {
      for (const signatures of [
        [own!, more],
        [more, own!],
      ]) {
        const again = Buffer.from(writeEnvelope({ ...certificate.envelope, signatures }));
        expect(codes(again)).toEqual([]);
        const sha256 = digestOf(file);
        expect(codes(again, revoked({ certificates: [{ sha256, reason: 'x', at }] }))).toEqual([
          'PW_CHECK_REVOKED',
        ]);
      }
    }
  });

  it('is a certificate out of its time', () => {
    expect(codes(file, { now: new Date('2026-04-02T00:00:00.000Z') })).toEqual([
      'PW_CHECK_EXPIRED',
    ]);
    expect(codes(file, { now: new Date('2026-04-01T23:59:59.000Z') })).toEqual([]);
    expect(codes(file, { now: new Date('2026-01-01T00:00:00.000Z') })).toEqual([
      'PW_CHECK_NOT_YET',
    ]);
    expect(codes(file, { now: new Date('2026-01-01T23:58:00.000Z') })).toEqual([]);
  });

  it('is an old policy, and one that nobody knows', () => {
    const next = { ...defaultPolicy, version: defaultPolicy.version + 1 };
    expect(codes(file, { policies: [next] })).toEqual(['PW_CHECK_POLICY_OLD']);
    const zero = signedAgain(({ predicate }) => {
      Object.assign(predicate.plugwright_certificate.policy, { version: 0 });
    });
    expect(codes(zero)).toEqual(['PW_CHECK_STATEMENT']);
    const own = { ...defaultPolicy, name: 'ours' };
    const { text } = issueCertificate(facts, own, key.privateKey, issuedAt);
    expect(codes(Buffer.from(text))).toEqual(['PW_CHECK_POLICY']);
    const pinned = { ...trust, policies: [{ name: 'ours', sha256: policyDigest(own) }] };
    expect(codes(Buffer.from(text), { trust: pinned })).toEqual([]);
  });

  it('is a level below the one that was asked for', () => {
    const { text } = issueCertificate(
      { ...facts, review: undefined },
      defaultPolicy,
      key.privateKey,
      issuedAt,
    );
    expect(codes(Buffer.from(text), { atLeast: 'L2' })).toEqual([]);
    expect(codes(Buffer.from(text), { atLeast: 'L3' })).toEqual(['PW_CHECK_LEVEL']);
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

describe('files beside the certificate', () => {
  const sbom = Buffer.from('{"components":[{"purl":"pkg:npm/zod@4.0.0"}]}');
  const bound = issueCertificate(
    { ...facts, attachments: { ...facts.attachments, sbom: digestOf(sbom) } },
    defaultPolicy,
    key.privateKey,
    issuedAt,
  );
  const bytes = Buffer.from(bound.text);
  const match = { id: 'GHSA-1', package: 'zod', version: '4.0.0', severity: 'high' };
  const advisories = { sentence: 'Checked 1 of 1 packages.', matches: [match] };

  it('must be those that it is bound to', () => {
    expect(codes(bytes, { attachments: { sbom } })).toEqual([]);
    expect(codes(bytes, { attachments: { sbom: Buffer.from('{}') } })).toEqual([
      'PW_CHECK_ATTACHMENT',
    ]);
    expect(codes(bytes, { attachments: { other: sbom } })).toEqual(['PW_CHECK_ATTACHMENT']);
  });

  it('are matched against advisories that came out since', () => {
    const report = check(bytes, { attachments: { sbom }, advisories });
    expect(report.problems.map(({ code }) => code)).toEqual(['PW_CHECK_ADVISORY']);
    expect(report.newAdvisories).toEqual([match]);
    const low = { ...advisories, matches: [{ ...match, severity: 'low' }] };
    expect(codes(bytes, { attachments: { sbom }, advisories: low })).toEqual([]);
  });

  it('are not held against the certificate for what it said itself', () => {
    const said = { severity: 'high', package: 'zod@4.0.0', id: 'GHSA-1' };
    const audit = facts.audit && { ...facts.audit, findings: [said] };
    const { text } = issueCertificate(
      { ...facts, audit, attachments: { ...facts.attachments, sbom: digestOf(sbom) } },
      defaultPolicy,
      key.privateKey,
      issuedAt,
    );
    expect(codes(Buffer.from(text), { attachments: { sbom }, advisories })).toEqual([]);
  });

  it('are told to be missing where they are', () => {
    expect(check(bytes, { advisories }).advisories).toContain('not beside it');
    expect(check(bytes, { attachments: { sbom } }).advisories).toContain('no advisory data');
  });
});
