import { describe, expect, it } from 'vitest';
import { key, trust } from './__fixtures__/signed.js';
import {
  generateSigningKey,
  isSignedBy,
  keyidOf,
  publicKeyOf,
  signEnvelope,
} from './envelope/dsse.js';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  noRevocations,
  noTrust,
  parseRevocations,
  parseTrust,
  trustedKey,
  withKeys,
  writeTrust,
} from './trust.js';

const refusedTrust = (text: string) =>
  expect(() => parseTrust(text)).toThrow(expect.objectContaining({ code: 'PW_CERTIFY_TRUST' }));

describe('a trust file', () => {
  it('is read as it was written', () => {
    expect(parseTrust(writeTrust(trust))).toEqual(trust);
    expect(parseTrust(writeTrust(noTrust))).toEqual(noTrust);
  });

  it('is refused when it is not exactly one', () => {
    const [one] = trust.keys;
    if (!one) throw new Error('no key');
    expect(one.keyid).toBe(key.keyid);
    refusedTrust('');
    refusedTrust('{"trustVersion":1,"trustVersion":1,"keys":[]}');
    refusedTrust('{"trustVersion":2,"keys":[]}');
    refusedTrust(writeTrust({ ...trust, keys: [one, one] }));
    refusedTrust(writeTrust({ ...trust, keys: [{ ...one, keyid: 'f'.repeat(64) }] }));
    refusedTrust(writeTrust({ ...trust, keys: [{ ...one, publicKey: `${one.publicKey}=` }] }));
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    refusedTrust(
      writeTrust({
        ...trust,
        keys: [
          {
            ...one,
            publicKey: rsa.export({ type: 'spki', format: 'der' }).toString('base64').slice(0, 200),
          },
        ],
      }),
    );
  });

  it('takes a key in the place of an older entry', () => {
    const again = trustedKey(key, 'Renamed', '2026-01-01T00:00:00.000Z');
    expect(withKeys(trust, [again]).keys).toEqual([again]);
    const other = trustedKey(generateSigningKey(), 'Other', '2026-01-01T00:00:00.000Z');
    expect(withKeys(trust, [other]).keys).toHaveLength(2);
  });
});

describe('a list of revocations', () => {
  it('is read, and never taken for empty when it is broken', () => {
    expect(parseRevocations(JSON.stringify(noRevocations))).toEqual(noRevocations);
    for (const text of ['', '[]', '{"revocationsVersion":1}'])
      expect(() => parseRevocations(text)).toThrow(
        expect.objectContaining({ code: 'PW_CERTIFY_REVOCATIONS' }),
      );
  });
});

describe('keys', () => {
  it('have a keyid that follows from the public half', () => {
    expect(publicKeyOf(key.privateKey)).toEqual({ keyid: key.keyid, publicKey: key.publicKey });
    expect(keyidOf(key.publicKey)).toBe(key.keyid);
    expect(keyidOf('x')).toBeUndefined();
  });

  it('may come as PEM', () => {
    const pem = createPrivateKey({
      key: Buffer.from(key.privateKey, 'base64'),
      format: 'der',
      type: 'pkcs8',
    }).export({ type: 'pkcs8', format: 'pem' });
    expect(publicKeyOf(String(pem)).keyid).toBe(key.keyid);
  });

  it('of another kind sign nothing, and are not repeated', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const text = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    for (const one of [
      text,
      'nonsense',
      '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----',
    ])
      expect(() => publicKeyOf(one)).toThrow(
        expect.objectContaining({
          code: 'PW_CERTIFY_KEY',
          message: expect.not.stringContaining(one),
        }),
      );
    const ec = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const envelope = signEnvelope('a', Buffer.from('b'), key.privateKey);
    expect(isSignedBy(envelope, envelope.signatures[0]?.sig ?? '', ec)).toBe(false);
    expect(isSignedBy(envelope, envelope.signatures[0]?.sig ?? '', 'x')).toBe(false);
  });
});
