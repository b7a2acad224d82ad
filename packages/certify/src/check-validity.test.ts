import { describe, expect, it } from 'vitest';
import { check, codes } from './__fixtures__/check.js';
import {
  certificate,
  facts,
  file,
  issuedAt,
  key,
  signedAgain,
  tarball,
  trust,
} from './__fixtures__/signed.js';
import { issueCertificate, writeEnvelope } from './certificate.js';
import { digestOf } from './digest.js';
import { defaultPolicy } from './policy/default-policy.js';
import { policyDigest } from './policy/policy.js';
import { noRevocations, type Revocations } from './trust.js';

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
