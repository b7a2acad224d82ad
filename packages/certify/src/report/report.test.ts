import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { certificate, facts, issuedAt, key } from '../__fixtures__/signed.js';
import { issueCertificate } from '../certificate.js';
import { defaultPolicy } from '../policy/default-policy.js';
import { certificateBadge } from './badge.js';
import { escapeText } from './escape.js';
import { certificatePage } from './page.js';
import { shown } from './performance-picture.js';

/** Whether every element is closed where it should be; JSX is strict about that. */
const isWellFormed = (svg: string): boolean =>
  ts.transpileModule(`const x = ${svg};`, {
    reportDiagnostics: true,
    fileName: 'x.tsx',
    compilerOptions: { jsx: ts.JsxEmit.Preserve },
  }).diagnostics?.length === 0;

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&\u202e`;
const hostile = issueCertificate(
  {
    ...facts,
    plugin: { name: 'plugin-evil', version: `1.0.0` },
    package: { ...facts.package, file: evil, files: { [evil]: 'a'.repeat(64) } },
    gates: { ...facts.gates, parse: { status: 'failed', reasons: [evil] } },
    generator: { name: evil, version: evil },
    isolation: { level: 'none', driver: evil, attempts: 0, open: [evil] },
    audit: facts.audit && { ...facts.audit, sentence: evil },
    permissions: {
      declared: { hosts: [evil], files: [evil], environment: [evil], processes: [evil] },
      observed: undefined,
    },
    performance: {
      machine: evil,
      runs: 1,
      measures: [
        { name: evil, unit: evil, value: 1, p95: 3 },
        { name: 'budget', unit: 'ms', value: 9, budget: 3 },
      ],
    },
    review: { reviewer: evil, date: evil.slice(0, 30), statement: evil },
  },
  defaultPolicy,
  key.privateKey,
  issuedAt,
).statement;

describe('the page', () => {
  const page = certificatePage(certificate.statement, {
    signer: { name: 'Ada', keyid: key.keyid },
  });
  it('says level, checks, permissions, performance, signer and bytes', () => {
    for (const text of [
      'L3 reproducible',
      '34 checks passed',
      'api.lamp.example',
      'action SWITCH_LAMP',
      '0.4 ms (p95 0.9 ms)',
      'Ada',
      facts.package.sha256,
      'plugin-lamp@1.2.0',
      '2026-04-02',
    ])
      expect(page).toContain(text);
    expect(page).not.toContain('What keeps it from');
  });

  it('says what failed, what was not evaluated, and what keeps the next level from holding', () => {
    const { statement } = issueCertificate(
      {
        ...facts,
        audit: undefined,
        review: undefined,
        performance: undefined,
        permissions: undefined,
      },
      defaultPolicy,
      key.privateKey,
      issuedAt,
    );
    const text = certificatePage(statement);
    expect(text).toContain('What keeps it from <b>L2 hardened</b>');
    expect(text).toContain('0 failed');
    expect(text).toMatch(/hardened\.dependencies/);
    expect(text).not.toContain('Signed by');
  });

  it('fetches nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|url\(|@import|\son\w+=|(?:src|href)=/i);
    expect(page).toContain("default-src 'none'");
  });

  it('escapes whatever a plugin says', () => {
    const text = certificatePage(hostile, { signer: { name: evil, keyid: evil } });
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\u202e');
    expect(text.split('&lt;script&gt;').length).toBeGreaterThan(12);
    expect(certificateBadge(hostile)).not.toContain('<script');
  });
});

it('says whose the budgets are, and shows each figure against its own', () => {
  const performance = facts.performance && {
    ...facts.performance,
    spent: { bundleBytes: 50_000, bootMs: 300, actionMs: 2 },
  };
  const pageOf = (measures: NonNullable<typeof performance>['measures']) =>
    certificatePage(
      issueCertificate(
        { ...facts, performance: performance && { ...performance, measures } },
        defaultPolicy,
        key.privateKey,
        issuedAt,
      ).statement,
    );
  const own = facts.performance?.measures ?? [];
  const none = pageOf(own.filter(({ budget }) => budget === undefined));
  expect(none).toContain('defaults of the policy: the author set none');
  expect(none).toContain('start of an agent with it: 300 ms of 1000 ms');
  expect(pageOf(own)).toContain('2 of 3 budgets are defaults of the policy');
});

describe('the badge', () => {
  it('is SVG that says level and date', () => {
    const badge = certificateBadge(certificate.statement);
    expect(isWellFormed(badge)).toBe(true);
    expect(badge).toContain('L3 reproducible');
    expect(badge).toContain('until 2026-04-02');
    expect(badge).not.toMatch(/<script|href|@import/);
    expect(certificateBadge(hostile)).toContain('no level');
    expect(isWellFormed(certificateBadge(hostile))).toBe(true);
  });
});

it('shows figures as people say them', () => {
  expect([
    shown(1.2345, 'ms'),
    shown(51_120, 'bytes'),
    shown(12, 'bytes'),
    shown(3_400_000, 'bytes'),
  ]).toEqual(['1.23 ms', '51.1 kB', '12 B', '3.4 MB']);
});

it('leaves no text that means something else to a reader of HTML', () => {
  expect(escapeText('a<b>&"\'\u0000\u202e\ud800')).toBe(
    'a&lt;b&gt;&amp;&quot;&#39;\\u0000\\u202e\ufffd',
  );
  expect(escapeText('Grüße 👋')).toBe('Grüße 👋');
});
