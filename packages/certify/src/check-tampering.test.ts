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
} from './__fixtures__/signed.js';
import { certificateLimit, issueCertificate, writeEnvelope } from './certificate.js';
import { digestOf } from './digest.js';
import { signEnvelope, statementType } from './envelope/dsse.js';
import { defaultPolicy } from './policy/default-policy.js';

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
