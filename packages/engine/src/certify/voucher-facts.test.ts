import {
  type CertificateFacts,
  generateSigningKey,
  predicateType,
  signEnvelope,
  statementType,
  trustedKey,
  writeEnvelope,
  writeTrust,
} from '@plugwright/certify';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../host.js';
import { voucherFacts } from './voucher-facts.js';

const sha256 = 'a'.repeat(64);
const facts = {
  package: { sha256 },
  source: { sha256: 'b'.repeat(64), files: 1 },
} as unknown as CertificateFacts;
const key = generateSigningKey();
let root: string;
const host = () =>
  nodeHost({
    cwd: root,
    now: () => Date.parse('2026-02-01'),
    env: { PLUGWRIGHT_TRUST: join(root, 'trust.json') },
  });
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'voucher-'));
  const trusted = trustedKey(key, 'Builder', '2026-01-01T00:00:00.000Z');
  writeFileSync(join(root, 'trust.json'), writeTrust({ trustVersion: 1, keys: [trusted] }));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a review', () => {
  const good = {
    reviewer: 'Ada',
    date: '2026-01-31',
    statement: 'I have read it.',
    sha256: 'b'.repeat(64),
  };
  const of = (value: unknown) => {
    writeFileSync(
      join(root, 'review.json'),
      typeof value === 'string' ? value : JSON.stringify(value),
    );
    return voucherFacts({ review: 'review.json' }, facts, host());
  };
  it('counts for the source or the package that it names', async () => {
    const { sha256: _, ...review } = good;
    expect(await of(good)).toEqual({ review });
    expect(await of({ ...good, sha256 })).toEqual({ review });
  });

  it('may reject what was read', async () => {
    expect(await of({ ...good, verdict: 'rejected' })).toMatchObject({
      review: { verdict: 'rejected' },
    });
  });

  it.each([
    ['that is undecided', { ...good, verdict: 'perhaps' }],
    ['about other bytes', { ...good, sha256: 'c'.repeat(64) }],
    ['of a day to come', { ...good, date: '2026-02-02' }],
    ['without a date', { ...good, date: 'today' }],
    ['of nobody', { ...good, reviewer: ' ' }],
    ['that says nothing', { ...good, statement: 7 }],
    ['that is no JSON', '{'],
    ['that is null', 'null'],
    ['that is empty', ''],
  ])('is refused when it is one %s', async (_, value) => {
    await expect(of(value)).rejects.toMatchObject({ code: 'PW_CERTIFY_REVIEW' });
  });
});

describe('a review that is not there', () => {
  it('is refused with the digest that it would have to name', async () => {
    const of = (one: unknown) =>
      voucherFacts({ review: 'none.json' }, one as CertificateFacts, host());
    await expect(of(facts)).rejects.toMatchObject({
      code: 'PW_CERTIFY_REVIEW',
      hint: expect.stringContaining(`"${'b'.repeat(64)}"`),
    });
    await expect(of({ package: { sha256 } })).rejects.toMatchObject({
      hint: expect.stringContaining(`"${sha256}"`),
    });
  });
});

describe('a provenance', () => {
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'x.tgz', digest: { sha256 } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: { runDetails: { builder: { id: 'https://ci.example/1' } } },
  };
  const of = async (value: unknown, privateKey = key.privateKey) => {
    const envelope = signEnvelope(
      statementType,
      Buffer.from(JSON.stringify(value) ?? '{'),
      privateKey,
    );
    writeFileSync(join(root, 'provenance.json'), writeEnvelope(envelope));
    return (await voucherFacts({ provenance: 'provenance.json' }, facts, host())).provenance;
  };
  it('is verified when a pinned key says where these bytes were built', async () => {
    expect(await of(statement)).toEqual({
      builder: 'https://ci.example/1',
      signer: 'Builder',
      verified: true,
    });
  });

  it.each([
    [
      'another package',
      { ...statement, subject: [{ digest: { sha256: 'c'.repeat(64) } }] },
      'it is about another package',
    ],
    ['no builder', { ...statement, predicate: {} }, 'it names no builder'],
    ['a certificate', { ...statement, predicateType }, 'it is a certificate, no provenance'],
    ['something else', { ...statement, predicateType: 'x' }, 'it is no SLSA provenance'],
    ['nothing', { ...statement, subject: undefined }, 'it is about another package'],
    ['text that is no JSON', undefined, 'it is no SLSA provenance'],
  ])('fails for %s', async (_, value, reason) => {
    expect(await of(value)).toMatchObject({ verified: false, reason });
  });

  it('fails when it is signed by a stranger, or no envelope', async () => {
    expect(await of(statement, generateSigningKey().privateKey)).toMatchObject({
      reason: 'no pinned key has signed it',
    });
    writeFileSync(join(root, 'provenance.json'), '{}');
    const { provenance } = await voucherFacts({ provenance: 'provenance.json' }, facts, host());
    expect(provenance).toMatchObject({
      verified: false,
      reason: expect.stringContaining('no DSSE envelope'),
    });
  });
});
