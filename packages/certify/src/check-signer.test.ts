import { describe, expect, it } from 'vitest';
import { check, codes } from './__fixtures__/check.js';
import { certificate, file, key, signedAgain } from './__fixtures__/signed.js';
import { writeEnvelope } from './certificate.js';
import { generateSigningKey, signEnvelope, statementType } from './envelope/dsse.js';
import { trustedKey } from './trust.js';

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
