import { describe, expect, it } from 'vitest';
import {
  type Advisory,
  fixedVersion,
  isAffected,
  severityOf,
  vulnerabilityOf,
} from './advisory.js';
import { readOsvRecord } from './osv-record.js';

const advisory = (range: string, more: Partial<Advisory> = {}): Advisory => ({
  id: 'GHSA-0000-0000-0000',
  aliases: [],
  package: 'x',
  title: 't',
  severity: 'high',
  cwe: [],
  range,
  ...more,
});

describe('an advisory', () => {
  it.each([
    ['<4.17.21', '4.17.20', true, '4.17.21'],
    ['<4.17.21', '4.17.21', false, undefined],
    ['>=1.0.0 <1.2.3 || >=2.0.0 <2.1.0', '2.0.5', true, '2.1.0'],
    ['>=1.0.0 <1.2.3 || >=2.0.0 <2.1.0', '1.2.0', true, '1.2.3'],
    ['<=1.5.1', '1.5.1', true, undefined],
    ['1.x', '1.2.3', true, undefined],
    ['*', '0.0.1', true, undefined],
    ['<2.0.0', '2.0.0-beta.1', true, '2.0.0'],
    ['<1.0.0 || >=0.9.0 <1.1.0', '0.9.5', true, '1.1.0'],
    ['nonsense!', '1.0.0', true, undefined],
  ])('with range %s affects %s: %s, fixed in %s', (range, version, affected, fixed) => {
    expect(isAffected(advisory(range), version)).toBe(affected);
    expect(affected ? fixedVersion(advisory(range), version) : undefined).toBe(fixed);
  });

  it('may name versions besides', () => {
    const one = advisory('', { versions: ['1.0.0', '1.0.1'], cwe: [506] });
    expect([isAffected(one, '1.0.1'), isAffected(one, '1.0.2')]).toEqual([true, false]);
    expect(vulnerabilityOf(one, '1.0.1', 'osv')).toMatchObject({
      range: '1.0.0 || 1.0.1',
      malicious: true,
    });
  });

  it('that nobody rated counts as high', () => {
    expect(['MODERATE', 'critical', 'info', undefined, 7].map(severityOf)).toEqual([
      'medium',
      'critical',
      'low',
      'high',
      'high',
    ]);
  });
});

describe('a record of OSV', () => {
  const affected = (more: object) => [{ package: { ecosystem: 'npm', name: 'x' }, ...more }];
  const range = (...events: object[]) => affected({ ranges: [{ type: 'SEMVER', events }] });
  const read = (of: unknown, more: object = {}) =>
    readOsvRecord({ id: 'GHSA-1', modified: '2026-01-02T03:04:05Z', affected: of, ...more });

  it.each<[string, object[], string]>([
    ['one that was fixed', range({ introduced: '0' }, { fixed: '1.2.0' }), '>=0.0.0-0 <1.2.0'],
    [
      'events in any order, of two lines',
      range(
        { fixed: '2.1.0' },
        { introduced: '2.0.0' },
        { introduced: '1.0.0' },
        { fixed: '1.1.0' },
      ),
      '>=1.0.0 <1.1.0 || >=2.0.0 <2.1.0',
    ],
    [
      'one with a last version',
      range({ introduced: '1.0.0' }, { last_affected: '1.4.0' }),
      '>=1.0.0 <=1.4.0',
    ],
    ['one that is open', range({ introduced: '3.0.0' }), '>=3.0.0'],
    ['an end that cannot be read', range({ introduced: '3.0.0' }, { fixed: 'soon' }), '>=3.0.0'],
    ['a beginning that cannot be read', range({ introduced: 'long ago' }), '>=0.0.0-0'],
    ['a package without ranges', affected({}), '*'],
    ['only versions', affected({ versions: ['1.0.0', '1.0.0'] }), ''],
  ])('reads %s', (_name, of, expected) => {
    expect(read(of)?.advisories[0]?.range).toBe(expected);
  });

  it('takes title, severity and CWE, and leaves other ecosystems out', () => {
    const one = read(
      [...range({ introduced: '0' }), { package: { ecosystem: 'PyPI', name: 'y' } }, {}],
      {
        summary: ' a\n title ',
        aliases: ['CVE-1'],
        database_specific: { severity: 'MODERATE', cwe_ids: ['CWE-79', 'NVD-CWE-noinfo'] },
      },
    );
    expect(one?.advisories).toEqual([
      {
        id: 'GHSA-1',
        aliases: ['CVE-1'],
        package: 'x',
        title: 'a title',
        severity: 'medium',
        url: 'https://github.com/advisories/GHSA-1',
        cwe: [79],
        range: '>=0.0.0-0',
      },
    ]);
  });

  it('of malware is critical, and links where it says', () => {
    const one = read(affected({ versions: ['6.6.6'] }), {
      id: 'MAL-2026-1',
      details: 'steals keys',
      references: [{ type: 'ADVISORY', url: 'https://example.com/a' }],
    });
    expect(one?.advisories[0]).toMatchObject({
      severity: 'critical',
      title: 'steals keys',
      url: 'https://example.com/a',
    });
  });

  it.each([
    [null],
    [{}],
    [{ id: 'x', modified: 'never' }],
    [{ id: 'x', modified: '2026-01-01', affected: 1 }],
  ])('is not %j', (value) => {
    expect(readOsvRecord(value)).toBeUndefined();
  });
});
