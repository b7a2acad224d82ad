import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { advisoryServer, FLAWS, networkOf, osvRecord } from './__fixtures__/advisory-server.js';
import { zipOf } from './__fixtures__/zip.js';
import { readArchive } from './archive.js';
import { checkPackages } from './check-packages.js';
import { importArchive, pullArchive } from './import-archive.js';

const now = new Date('2026-11-22T12:00:00Z');
let folder: string;
let directory: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  directory = join(folder, 'advisories');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const records = (count: number, modified = '2026-11-20T00:00:00Z') => [
  ...FLAWS.map((flaw) => [`${flaw.ghsa}.json`, JSON.stringify(osvRecord(flaw, modified))] as const),
  ...Array.from({ length: count - FLAWS.length }, (_, index) => {
    const flaw = {
      name: `evil-${index}`,
      ghsa: `MAL-2025-${index}`,
      title: 'x',
      severity: 'x',
      range: '<9.0.0',
    };
    return [`${flaw.ghsa}.json`, JSON.stringify(osvRecord(flaw, '2025-01-01T00:00:00Z'))] as const;
  }),
];
function zipped(files: readonly (readonly [string, string])[]): string {
  const path = join(folder, 'all.zip');
  writeFileSync(path, zipOf(files));
  return path;
}
const sbom = [
  { name: 'lodash', version: '4.17.15' },
  { name: 'semver', version: '7.7.0' },
];

describe('an archive of OSV', () => {
  it('answers for every package, offline, and is as old as its newest record', async () => {
    const archive = await importArchive(zipped(records(3000)), { directory, now });
    expect(archive).toMatchObject({
      asOf: '2026-11-20T00:00:00.000Z',
      records: 3000,
      complete: true,
    });
    const verdict = await checkPackages(sbom, { directory, now });
    expect(verdict).toMatchObject({
      answer: 'vulnerable',
      coverage: { checked: 2, total: 2 },
      ageDays: 2,
      sources: [{ kind: 'archive', digest: archive.digest, packages: 2 }],
      vulnerable: [
        { name: 'lodash', vulnerabilities: [{ id: 'GHSA-35jh-r3h4-6jhm', fixed: '4.17.21' }] },
      ],
    });
    expect(await checkPackages([sbom[1] as (typeof sbom)[1]], { directory, now })).toMatchObject({
      answer: 'clean',
      vulnerable: [],
    });
    // The day after the limit the same SBOM is no longer clean.
    const later = new Date(now.getTime() + 6 * 86_400_000);
    expect(
      await checkPackages([sbom[1] as (typeof sbom)[1]], { directory, now: later }),
    ).toMatchObject({
      answer: 'unknown',
      stale: true,
      sentence: 'Checked 1 of 1 packages against data of 2026-11-20, 8 days old, limit 7: stale.',
    });
  });

  it('that is a part can say vulnerable, not clean', async () => {
    await importArchive(zipped(records(10)), { directory, now });
    const verdict = await checkPackages(sbom, { directory, now });
    expect(verdict).toMatchObject({ answer: 'vulnerable', coverage: { checked: 0, total: 2 } });
    expect(verdict.notes[0]).toMatch(/holds 10 records, which is a part/);
    expect(verdict.vulnerable[0]?.vulnerabilities.map(({ id }) => id)).toContain(
      'GHSA-35jh-r3h4-6jhm',
    );
    expect(
      await checkPackages([{ name: 'semver', version: '7.7.0' }], { directory, now }),
    ).toMatchObject({
      answer: 'unknown',
    });
  });

  it('can be a folder, takes the place of the one before, and does not believe records from the future', async () => {
    await importArchive(zipped(records(5)), { directory, now });
    const records2 = join(folder, 'records');
    mkdirSync(join(records2, 'deeper.json'), { recursive: true });
    for (const [name, text] of records(4, '2027-05-05T00:00:00Z'))
      writeFileSync(join(records2, name), text);
    writeFileSync(join(records2, 'README.md'), 'x');
    const archive = await importArchive(records2, { directory, now });
    expect(archive).toMatchObject({ records: 4, asOf: '2025-01-01T00:00:00.000Z' });
    expect(readdirSync(directory).toSorted()).toEqual([
      `archive-${archive.digest}.json`,
      'archive.json',
    ]);
    expect((await readArchive(directory))?.digest).toBe(archive.digest);
  });

  it('leaves out what was withdrawn', async () => {
    const [flaw] = FLAWS as [(typeof FLAWS)[0]];
    const withdrawn = { ...osvRecord(flaw), id: 'GHSA-w', withdrawn: '2026-01-01T00:00:00Z' };
    const archive = await importArchive(
      zipped([...records(3), ['w.json', JSON.stringify(withdrawn)], ['x.txt', 'not read']]),
      { directory, now },
    );
    expect(archive.byPackage.get(flaw.name)?.map(({ id }) => id)).toEqual([flaw.ghsa]);
    expect(archive.records).toBe(4);
  });

  it('is not believed when its bytes were changed', async () => {
    const { digest } = await importArchive(zipped(records(5)), { directory, now });
    const file = join(directory, `archive-${digest}.json`);
    writeFileSync(file, readFileSync(file, 'utf8').replace('lodash', 'lodahs'));
    expect(await readArchive(directory)).toBeUndefined();
  });

  it.each<[string, () => string]>([
    ['is not there', () => join(folder, 'none.zip')],
    ['is no zip file', () => join(folder, 'text.zip')],
    ['is cut off', () => join(folder, 'cut.zip')],
    ['has no records', () => zipped([['a.txt', 'x']])],
    [
      'has files that are no records',
      () => zipped([...records(5), ['a.json', '{}'], ['b.json', 'x']]),
    ],
    [
      'has a record of 9 MB',
      () => zipped([...records(5), ['big.json', ' '.repeat(9 * 1024 * 1024)]]),
    ],
  ])('is refused when it %s', async (_name, path) => {
    writeFileSync(join(folder, 'text.zip'), 'no zip');
    const whole = zipOf(records(5));
    // The directory at the end is whole, the data before it is not.
    writeFileSync(
      join(folder, 'cut.zip'),
      Buffer.concat([Buffer.alloc(60, 1), whole.subarray(60)]),
    );
    await expect(importArchive(path(), { directory, now })).rejects.toMatchObject({
      code: 'PW_AUDIT_ARCHIVE',
    });
    expect(await readArchive(directory)).toBeUndefined();
  });

  it('is refused in a folder with a record that is too large', async () => {
    const large = join(folder, 'large');
    mkdirSync(large);
    writeFileSync(join(large, 'a.json'), Buffer.alloc(9 * 1024 * 1024, ' '));
    await expect(importArchive(large, { directory, now })).rejects.toMatchObject({
      code: 'PW_AUDIT_ARCHIVE',
    });
  });
});

describe('a download of the archive', () => {
  it('is kept, and a failed one is a typed error', async () => {
    const server = await advisoryServer({
      files: { '/npm/all.zip': zipOf(records(5)), '/bad.zip': Buffer.from('bad') },
    });
    try {
      const { allowHttp, allowPrivate } = networkOf(server);
      const pull = (path: string, more = {}) =>
        pullArchive(
          `${server.url}${path}`,
          { allowHttp, allowPrivate, ...more },
          { directory, now },
        );
      expect(await pull('/npm/all.zip')).toMatchObject({ records: 5 });
      await expect(pull('/none.zip')).rejects.toMatchObject({ code: 'PW_AUDIT_PULL' });
      await expect(pull('/bad.zip')).rejects.toMatchObject({ code: 'PW_AUDIT_ARCHIVE' });
      await expect(pull('/npm/all.zip', { maxBytes: 100 })).rejects.toMatchObject({
        code: 'PW_AUDIT_PULL',
      });
      expect((await readArchive(directory))?.records).toBe(5);
    } finally {
      await server.close();
    }
  });
});
