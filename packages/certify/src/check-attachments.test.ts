import { describe, expect, it } from 'vitest';
import { check, codes } from './__fixtures__/check.js';
import { facts, issuedAt, key } from './__fixtures__/signed.js';
import { issueCertificate } from './certificate.js';
import { digestOf } from './digest.js';
import { defaultPolicy } from './policy/default-policy.js';

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
