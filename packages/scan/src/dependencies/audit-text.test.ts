import { afterEach, expect, it } from 'vitest';
import {
  advisoryServer,
  type AdvisoryServer,
  FLAWS,
  networkOf,
} from './__fixtures__/advisory-server.js';
import { entry, lockedTree } from './__fixtures__/lockfiles.js';
import { auditTree } from './audit.js';
import { auditText } from './audit-text.js';
import { checkPackages } from './check-packages.js';

const now = new Date('2026-11-22T12:00:00Z');
let server: AdvisoryServer | undefined;
afterEach(() => server?.close());

it('tells findings, waivers, what was not evaluated, and notes; and obeys nothing in a name', async () => {
  server = await advisoryServer({});
  const tree = lockedTree(
    {
      lodash: entry('4.17.15'),
      minimist: entry('0.0.8', { license: 'UNLICENSED' }),
      'sneaky\u001b[2J': entry('1.0.0'),
      other: entry('2.0.0', {
        resolved: 'https://user:word@other.example/other/-/other-2.0.0.tgz?token=1',
      }),
      old: { version: '1.0.0', integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
    },
    {},
    { peerDependencies: { host: '1' } },
  );
  const result = await auditTree(tree, {
    now,
    network: networkOf(server),
    metadata: false,
    waivers: [{ rule: 'PW-S-601', reason: 'not used', author: 'Ada', expires: '2027-01-01' }],
  });
  const text = auditText(result);
  expect(text).toMatch(/^high lodash@4\.17\.15: Command Injection/);
  expect(text).toContain('waived until 2027-01-01 by Ada: not used');
  expect(text).toContain('another registry: https://other.example/other/-/other-2.0.0.tgz');
  for (const hidden of ['word', 'token', '\u001b']) expect(text).not.toContain(hidden);
  expect(text).toContain('Package without a licence: minimist@0.0.8 (UNLICENSED)');
  expect(text).toContain('old@1.0.0 (no sha512 digest)');
  expect(text).toContain('native-code (of all packages)');
  expect(text).toContain('vulnerabilities (of 1 packages)');
  expect(text).toContain('Brought by the host and not audited: host@1.');
  const shout = (one: string) => one.toUpperCase();
  const loud = auditText(result, { bold: shout, dim: shout, red: shout, yellow: shout });
  expect(loud).toContain('WAIVED UNTIL');
});

it('checks a list of packages over the network too, each version once', async () => {
  const plain = { ...FLAWS[1], title: '', severity: '', ghsa: 'none' } as (typeof FLAWS)[1];
  server = await advisoryServer({ flaws: [FLAWS[0] as (typeof FLAWS)[0], plain] });
  const twice = ['4.17.15', '4.17.15', '4.17.11'].map((version) => ({ name: 'lodash', version }));
  const verdict = await checkPackages([...twice, { name: 'minimist', version: '0.0.8' }], {
    now,
    network: networkOf(server),
  });
  expect(verdict).toMatchObject({ answer: 'vulnerable', coverage: { checked: 4, total: 4 } });
  expect(verdict.vulnerable.map(({ name, version }) => `${name}@${version}`)).toEqual([
    'lodash@4.17.11',
    'lodash@4.17.15',
    'minimist@0.0.8',
  ]);
  expect(verdict.vulnerable[0]?.vulnerabilities[0]).toMatchObject({
    id: 'npm:1001',
    title: 'Vulnerability in lodash',
    severity: 'high',
  });
});

it('finds a place for a package of a lockfile of version 1 and of one on a single line', async () => {
  server = await advisoryServer({});
  const lock = { lockfileVersion: 1, dependencies: { lodash: entry('4.17.15') } };
  const files = new Map([
    ['npm-shrinkwrap.json', Buffer.from(JSON.stringify(lock))],
    ['package.json', Buffer.from('[]')],
  ]);
  const result = await auditTree(
    { files, skipped: [] },
    { now, network: networkOf(server), metadata: false },
  );
  const found = result.findings.find(({ rule }) => rule === 'vulnerable-dependency');
  expect(found).toMatchObject({ path: 'npm-shrinkwrap.json', line: 1, column: 1 });
});
