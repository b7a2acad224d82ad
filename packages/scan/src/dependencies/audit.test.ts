import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  advisoryServer,
  type AdvisoryServer,
  type Disturbance,
  FLAWS,
  networkOf,
} from './__fixtures__/advisory-server.js';
import { entry, lockedTree } from './__fixtures__/lockfiles.js';
import { auditPath, auditTree, type AuditOptions } from './audit.js';

const now = new Date('2026-11-22T12:00:00Z');
let directory: string;
let servers: AdvisoryServer[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'audit-'));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((one) => one.close()));
  rmSync(directory, { recursive: true, force: true });
});

async function serve(options: Parameters<typeof advisoryServer>[0]): Promise<AdvisoryServer> {
  const server = await advisoryServer(options);
  servers.push(server);
  return server;
}
const options = (server: AdvisoryServer, more: AuditOptions = {}): AuditOptions => ({
  network: networkOf(server),
  directory,
  now,
  metadata: false,
  ...more,
});
const fine = lockedTree({ semver: entry('7.7.0'), zod: entry('4.6.0') });

describe('against a server that speaks the protocol of the registry', () => {
  it('is clean when every package was answered for', async () => {
    const result = await auditTree(fine, options(await serve({})));
    expect(result).toMatchObject({
      answer: 'clean',
      coverage: { checked: 2, total: 2 },
      asOf: now.toISOString(),
      ageDays: 0,
      stale: false,
      sources: [{ kind: 'npm', packages: 2 }],
      findings: [],
      notes: [],
    });
    expect(result.sentence).toBe(
      'Checked 2 of 2 packages against data of 2026-11-22, 0 days old, limit 7.',
    );
  });

  it('is vulnerable with the way from the root, the fixed version, and whether the code imports it', async () => {
    const tree = lockedTree(
      {
        a: entry('1.0.0', { dependencies: { lodash: '^4' } }),
        lodash: entry('4.17.15'),
        minimist: entry('0.0.8'),
      },
      { 'src/index.ts': "import a from 'a';\nconst m = await import('minimist/x.js');\n" },
      { dependencies: { a: '*' }, devDependencies: { minimist: '*' } },
    );
    const server = await serve({});
    const result = await auditTree(tree, options(server));
    expect(result.answer).toBe('vulnerable');
    const [lodash, minimist] = ['lodash', 'minimist'].map((name) =>
      result.packages.find((one) => one.name === name),
    );
    expect(lodash).toMatchObject({
      path: ['a@1.0.0', 'lodash@4.17.15'],
      direct: false,
      imported: false,
      reached: true,
      vulnerabilities: [{ id: 'GHSA-35jh-r3h4-6jhm', fixed: '4.17.21', severity: 'high' }],
    });
    expect(minimist).toMatchObject({ direct: true, dev: true, imported: true });
    expect(result.findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'high lodash@4.17.15: Command Injection in lodash (GHSA-35jh-r3h4-6jhm, fixed in 4.17.21), by way of a@1.0.0.',
      'medium minimist@0.0.8: Prototype Pollution in minimist (GHSA-vh95-rmgr-6w4m, fixed in 0.2.1; the plugin imports it).',
    ]);
    const lines = new TextDecoder().decode(tree.files.get('package-lock.json')).split('\n');
    for (const { line, column, path } of result.findings) {
      expect(path).toBe('package-lock.json');
      expect(lines[line - 1]?.slice(column - 1)).toMatch(
        /^"node_modules\/(?:lodash|minimist)": \{/,
      );
    }
    const withoutDev = await auditTree(tree, options(server, { omitDev: true }));
    expect(withoutDev.packages.map(({ name }) => name)).toEqual(['a', 'lodash']);
    // The same questions give the same answer, to the byte.
    expect(JSON.stringify(await auditTree(tree, options(server)))).toBe(JSON.stringify(result));
  });

  it('is unknown when a part of the packages is in no registry', async () => {
    const tree = lockedTree({
      semver: entry('7.7.0'),
      'own-thing': {
        version: '1.0.0',
        resolved: 'git+ssh://git@github.com/me/mine.git#0123456789012345678901234567890123456789',
      },
    });
    const result = await auditTree(tree, options(await serve({})));
    expect(result).toMatchObject({ answer: 'unknown', coverage: { checked: 1, total: 2 } });
    expect(result.findings.map(({ rule }) => rule)).toEqual(['foreign-source', 'unpinned-package']);
    expect(result.packages[0]?.checks.vulnerabilities.status).toBe('not-evaluated');
  });

  it('is unknown when package.json asks for what the lockfile lacks', async () => {
    const tree = lockedTree(
      { semver: entry('7.7.0') },
      {},
      {
        dependencies: { semver: '^7.0.0', lodash: '^4.0.0' },
        peerDependencies: { '@elizaos/core': '^1.7.0' },
      },
    );
    const result = await auditTree(tree, options(await serve({})));
    expect(result).toMatchObject({ answer: 'unknown', coverage: { checked: 1, total: 2 } });
    expect(result.findings.map(({ rule }) => rule)).toEqual(['lockfile-out-of-step']);
    expect(result.notes).toContain('The lockfile does not fit package.json: lodash@^4.0.0.');
    expect(result.notes).toContain('Brought by the host and not audited: @elizaos/core@^1.7.0.');
  });

  it.each<[Disturbance, RegExp]>([
    ['405', /gives no advisories: it answered 405\./],
    ['silent', /did not answer within 300 ms/],
    ['garbage', /its answer is not JSON/],
    ['wrong-shape', /not a list of advisories/],
    ['oversize', /larger than 50000 bytes/],
    ['redirect', /it redirects \(302\), which is not followed/],
    ['knows-nothing', /not a list of advisories|knows nothing of minimist@0\.0\.8/],
    ['bomb', /cannot be unpacked/],
  ])(
    'asks OSV when the registry has %s, and is unknown when OSV has the same',
    async (kind, why) => {
      const limits = { timeoutMs: 300, maxBytes: 50_000 };
      const half = await serve({ npm: kind });
      const other = await auditTree(fine, {
        ...options(half),
        network: { ...networkOf(half), ...limits },
      });
      expect(other).toMatchObject({ answer: 'clean', sources: [{ kind: 'osv', packages: 2 }] });
      expect(other.notes[0]).toMatch(why);
      const none = await serve({ npm: kind, osv: kind });
      const result = await auditTree(fine, {
        now,
        metadata: false,
        network: { ...networkOf(none), ...limits },
      });
      expect(result).toMatchObject({ answer: 'unknown', coverage: { checked: 0, total: 2 } });
      expect(result.notes).toHaveLength(2);
      expect(none.requests).not.toContain('GET /elsewhere');
    },
  );

  it('finds the same vulnerabilities by OSV', async () => {
    const tree = lockedTree({ lodash: entry('4.17.15'), minimist: entry('0.0.8') });
    const two = [...FLAWS, { ...(FLAWS[1] as (typeof FLAWS)[1]), ghsa: 'GHSA-29mw-wpgm-hmr9' }];
    const result = await auditTree(tree, options(await serve({ npm: '405', flaws: two })));
    expect(
      result.packages.map((one) => one.vulnerabilities.map(({ id, fixed }) => [id, fixed])),
    ).toEqual([
      [
        ['GHSA-29mw-wpgm-hmr9', '4.17.21'],
        ['GHSA-35jh-r3h4-6jhm', '4.17.21'],
      ],
      [['GHSA-vh95-rmgr-6w4m', '0.2.1']],
    ]);
  });

  it('counts an id whose record cannot be read, and not one that was withdrawn', async () => {
    const [minimist, lodash] = FLAWS as [(typeof FLAWS)[0], (typeof FLAWS)[0]];
    const flaws = [
      minimist,
      { ...lodash, osv: { id: 'x' } },
      {
        ...lodash,
        name: 'zod',
        range: '*',
        osv: { id: lodash.ghsa, modified: '2026-01-01', withdrawn: '2026-02-01' },
      },
    ].map((one, index) => ({ ...one, ghsa: `GHSA-0000-0000-000${index}` }));
    const tree = lockedTree({ lodash: entry('4.17.15'), zod: entry('4.6.0') });
    const result = await auditTree(tree, options(await serve({ npm: '405', flaws })));
    expect(result.findings.map(({ message }) => message)).toEqual([
      'lodash@4.17.15: GHSA-0000-0000-0001 (its record could not be read) (GHSA-0000-0000-0001, no fixed version is known).',
    ]);
  });
});

describe('what is kept', () => {
  it('answers without a network until it is stale, and then says so', async () => {
    const server = await serve({});
    await auditTree(fine, options(server));
    const offline = (days: number) =>
      auditTree(fine, {
        directory,
        registry: server.url,
        now: new Date(now.getTime() + days * 86_400_000),
      });
    expect(await offline(7)).toMatchObject({ answer: 'clean', ageDays: 7, stale: false });
    const late = await offline(20);
    expect(late).toMatchObject({ answer: 'unknown', ageDays: 20, stale: true });
    expect(late.sentence).toBe(
      'Checked 2 of 2 packages against data of 2026-11-22, 20 days old, limit 7: stale.',
    );
    expect((await offline(-3)).sentence).toMatch(/dated in the future/);
    const more = lockedTree({ semver: entry('7.7.0'), zod: entry('4.6.0'), other: entry('1.0.0') });
    expect(await auditTree(more, { directory, registry: server.url, now })).toMatchObject({
      answer: 'unknown',
      coverage: { checked: 2, total: 3 },
    });
  });

  it('is not believed when somebody changed it, nor for another registry', async () => {
    const server = await serve({});
    await auditTree(lockedTree({ lodash: entry('4.17.15') }), options(server));
    const tree = lockedTree({ lodash: entry('4.17.15') });
    expect(
      await auditTree(tree, { directory, registry: 'https://other.example', now }),
    ).toMatchObject({ coverage: { checked: 0 } });
    const [name = ''] = readdirSync(directory);
    const file = join(directory, name);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/"advisories":\[\{.*?\}\]/, '"advisories":[]'),
    );
    expect(await auditTree(tree, { directory, registry: server.url, now })).toMatchObject({
      coverage: { checked: 0 },
    });
  });

  it('does not hide from the seed what the seed knows', async () => {
    const tree = lockedTree({ 'adm-zip': entry('0.4.8'), semver: entry('7.7.0') });
    const result = await auditTree(tree, { now });
    expect(result).toMatchObject({
      answer: 'vulnerable',
      coverage: { checked: 0, total: 2 },
      sources: [{ kind: 'seed', packages: 1 }],
    });
    expect(result.packages[0]?.vulnerabilities[0]).toMatchObject({
      id: 'NSWG-ECO-458',
      fixed: '0.4.9',
    });
    expect(result.asOf).toBeUndefined();
  });
});

describe('a plugin without a lockfile', () => {
  it('is unknown, with what to do', async () => {
    writeFileSync(join(directory, 'package.json'), '{}');
    const result = await auditPath(directory, { now });
    expect(result).toMatchObject({ answer: 'unknown', coverage: { checked: 0, total: 0 } });
    expect(result.sentence).toMatch(/no lockfile.*--package-lock-only --ignore-scripts/);
    writeFileSync(join(directory, 'bun.lockb'), '');
    expect((await auditPath(directory, { now })).sentence).toMatch(/^bun\.lockb is binary/);
  });

  it('has nothing to check when the lockfile says so', async () => {
    const result = await auditTree(lockedTree({}), { now });
    expect(result).toMatchObject({ answer: 'clean', sentence: 'Checked 0 of 0 packages.' });
  });
});

it('takes a lockfile alone, and then says nothing of imports', async () => {
  for (const [name, bytes] of fine.files) writeFileSync(join(directory, name), bytes);
  const result = await auditPath(join(directory, 'package-lock.json'), { now });
  expect(result.packages.map(({ name, imported }) => [name, imported])).toEqual([
    ['semver', undefined],
    ['zod', undefined],
  ]);
  rmSync(join(directory, 'package.json'));
  expect((await auditPath(join(directory, 'package-lock.json'), { now })).packages).toHaveLength(2);
});

it('marks what a waiver covers, and stays vulnerable', async () => {
  const result = await auditTree(lockedTree({ lodash: entry('4.17.15') }), {
    ...options(await serve({})),
    waivers: [{ rule: 'vulnerable-dependency', reason: 'r', author: 'a', expires: '2027-01-01' }],
  });
  expect(result.answer).toBe('vulnerable');
  expect(result.findings[0]?.waived).toMatchObject({ author: 'a' });
});

it('can be stopped', async () => {
  const server = await serve({ npm: 'silent' });
  const stop = new AbortController();
  const running = auditTree(fine, {
    now,
    network: { ...networkOf(server), timeoutMs: 20_000, signal: stop.signal },
  });
  setTimeout(() => stop.abort(new Error('stop')), 30);
  await expect(running).rejects.toThrow('stop');
});
