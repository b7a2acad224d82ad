import { afterEach, expect, it } from 'vitest';
import { advisoryServer, networkOf } from './__fixtures__/advisory-server.js';
import { entry, lockedTree } from './__fixtures__/lockfiles.js';
import { auditTree } from './audit.js';
import { hasPlausibleTimes } from './registry-metadata.js';

const now = new Date('2026-11-22T12:00:00Z');
let close = async (): Promise<void> => {};
afterEach(() => close());

const DIGEST = (entry('1') as { integrity: string }).integrity;
const dist = { integrity: DIGEST, signatures: [{ keyid: 'k', sig: 's' }] };
const statement = { attestations: { url: 'https://example.com', provenance: {} } };

async function checksOf(documents: Record<string, unknown>, packages: Record<string, object>) {
  const server = await advisoryServer({ documents });
  close = server.close;
  const result = await auditTree(lockedTree(packages), { now, network: networkOf(server) });
  return {
    result,
    checks: Object.fromEntries(
      result.packages.map(({ name, checks }) => [
        name,
        Object.fromEntries(Object.entries(checks).map(([key, { status }]) => [key, status])),
      ]),
    ),
  };
}
const document = (
  name: string,
  versions: Record<string, object>,
  time?: Record<string, string>,
) => ({
  name,
  versions,
  time,
});

it('tells what a complete document tells', async () => {
  const { checks, result } = await checksOf(
    {
      'good-one': document(
        'good-one',
        { '1.0.0': { dist: { ...dist, ...statement }, license: 'MIT' } },
        { created: '2020-01-01T00:00:00Z', '1.0.0': '2020-01-01T00:00:00Z' },
      ),
      '@scope/bad-one': document(
        '@scope/bad-one',
        {
          '1.0.0': { dist: { ...dist, ...statement } },
          '1.1.0': {
            dist: { ...dist, integrity: `sha512-${Buffer.alloc(64, 9).toString('base64')}` },
            deprecated: 'use\nanother',
            scripts: { postinstall: 'node x.js', test: 'x' },
            dependencies: { 'node-gyp-build': '4' },
            license: { type: 'UNLICENSED' },
          },
        },
        {
          created: '2020-01-01T00:00:00Z',
          '1.0.0': '2020-01-01T00:00:00Z',
          '1.1.0': '2026-11-20T00:00:00Z',
        },
      ),
    },
    {
      'good-one': entry('1.0.0'),
      '@scope/bad-one': entry('1.1.0', { license: undefined }),
      'not-there': entry('1.0.0'),
    },
  );
  expect(checks['good-one']).toEqual({
    exists: 'pass',
    pinned: 'pass',
    source: 'pass',
    'install-scripts': 'pass',
    'native-code': 'not-evaluated',
    licence: 'pass',
    name: 'pass',
    age: 'pass',
    deprecation: 'pass',
    provenance: 'pass',
    vulnerabilities: 'pass',
  });
  expect(checks['@scope/bad-one']).toEqual({
    exists: 'pass',
    pinned: 'fail',
    source: 'pass',
    'install-scripts': 'fail',
    'native-code': 'fail',
    licence: 'fail',
    name: 'pass',
    age: 'fail',
    deprecation: 'fail',
    provenance: 'fail',
    vulnerabilities: 'pass',
  });
  expect(checks['not-there']).toMatchObject({ exists: 'fail', age: 'not-evaluated' });
  expect(result.findings.map(({ rule }) => rule).toSorted()).toEqual([
    'dependency-install-script',
    'dependency-native-code',
    'deprecated-package',
    'digest-mismatch',
    'missing-package',
    'no-licence',
    'provenance-lost',
    'young-version',
  ]);
});

it('evaluates nothing that a proxy may have dropped, and misses a version that is not there', async () => {
  const { checks } = await checksOf(
    {
      poor: document('poor', { '1.0.0': { dist: { integrity: DIGEST } } }),
      'old-version': document('old-version', { '1.0.0': { dist } }),
      'someone-else': document('other', {}),
      'no-document': 'garbage',
    },
    {
      poor: entry('1.0.0'),
      'old-version': entry('2.0.0'),
      'someone-else': entry('1.0.0'),
      'no-document': entry('1.0.0', { hasInstallScript: true, license: 'SEE LICENSE IN X' }),
    },
  );
  expect(checks['poor']).toMatchObject({
    exists: 'pass',
    age: 'not-evaluated',
    deprecation: 'not-evaluated',
    provenance: 'not-evaluated',
  });
  expect(checks['old-version']?.['exists']).toBe('fail');
  expect(checks['someone-else']?.['exists']).toBe('not-evaluated');
  expect(checks['no-document']).toMatchObject({
    exists: 'not-evaluated',
    'install-scripts': 'fail',
    licence: 'not-evaluated',
  });
});

it.each<[string, Record<string, string> | undefined, boolean]>([
  [
    'a creation and rising versions',
    { created: '2020-01-01', '1.0.0': '2020-01-01', '1.0.1': '2024-01-01', '1.1.0': '2021-01-01' },
    true,
  ],
  [
    'a version older than its predecessor',
    { created: '2020-01-01', '1.0.0': '2024-12-01', '1.0.1': '2024-12-02', '1.1.0': '2021-01-01' },
    false,
  ],
  [
    'a version before the creation',
    { created: '2023-01-01', '1.0.0': '2020-01-01', '1.0.1': '2024-01-01', '1.1.0': '2024-01-01' },
    false,
  ],
  ['a version without a time', { created: '2020-01-01', '1.0.0': '2020-01-01' }, false],
  ['no creation', { '1.0.0': '2020-01-01', '1.0.1': '2020-01-01', '1.1.0': '2020-01-01' }, false],
  ['no times', undefined, false],
])('believes times with %s: %j %s', (_name, time, expected) => {
  expect(
    hasPlausibleTimes({
      versions: { '1.0.0': {} as never, '1.1.0': {} as never, '1.0.1': {} as never },
      time,
    }),
  ).toBe(expected);
});
