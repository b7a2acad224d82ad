// The envelope, read by programs that know nothing of ours.
import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificate, key } from '../__fixtures__/signed.js';
import { preAuthenticationEncoding, statementType } from './dsse.js';

const { payload, signatures } = certificate.envelope;
const sig = signatures[0]?.sig ?? '';

describe('openssl', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dsse-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** `PAE` written out by hand, after the specification of DSSE 1.0. */
  const verify = (type: string, body: Buffer) => {
    const signed = Buffer.from(
      `DSSEv1 ${type.length} ${type} ${body.length} ${body.toString('latin1')}`,
      'latin1',
    );
    const at = (name: string, content: string | Buffer) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const pem = `-----BEGIN PUBLIC KEY-----\n${key.publicKey}\n-----END PUBLIC KEY-----\n`;
    try {
      return execFileSync(
        'openssl',
        [
          'pkeyutl',
          '-verify',
          '-rawin',
          '-pubin',
          '-inkey',
          at('key.pem', pem),
          '-sigfile',
          at('sig', Buffer.from(sig, 'base64')),
          '-in',
          at('signed', signed),
        ],
        { encoding: 'utf8', stdio: 'pipe' },
      ).trim();
    } catch (error) {
      return String((error as { stdout: string }).stdout).trim();
    }
  };

  it('verifies the signature over the pre-authentication encoding', () => {
    expect(verify(statementType, Buffer.from(payload, 'base64'))).toBe(
      'Signature Verified Successfully',
    );
  });

  it('refuses another type and another payload', () => {
    expect(verify('application/json', Buffer.from(payload, 'base64'))).not.toContain(
      'Successfully',
    );
    expect(
      verify(statementType, Buffer.from(`${Buffer.from(payload, 'base64').toString()} `)),
    ).not.toContain('Successfully');
  });
});

describe('sigstore', () => {
  const entity = (body: string) =>
    toSignedEntity(
      bundleFromJSON({
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { publicKey: { hint: key.keyid }, tlogEntries: [] },
        dsseEnvelope: {
          payload: body,
          payloadType: statementType,
          signatures: [{ keyid: key.keyid, sig }],
        },
      }),
    );
  const verifier = new Verifier(
    {
      certificateAuthorities: [],
      timestampAuthorities: [],
      tlogs: [],
      ctlogs: [],
      publicKey: () => ({
        publicKey: createPublicKey({
          key: Buffer.from(key.publicKey, 'base64'),
          format: 'der',
          type: 'spki',
        }),
        validFor: () => true,
      }),
    },
    { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0, tsaThreshold: 0 },
  );

  it('verifies the envelope', () => {
    expect(() => verifier.verify(entity(payload))).not.toThrow();
  });

  it('refuses another payload', () => {
    const other = Buffer.from('{}').toString('base64');
    expect(() => verifier.verify(entity(other))).toThrow(/signature/i);
  });
});

it('encodes as the example of the specification does', () => {
  // github.com/secure-systems-lab/dsse, protocol.md.
  expect(
    preAuthenticationEncoding(
      'http://example.com/HelloWorld',
      Buffer.from('hello world'),
    ).toString(),
  ).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
});
