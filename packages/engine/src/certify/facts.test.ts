import type { ScanFact } from '@plugwright/certify';
import type { AuditedPackage, AuditResult } from '@plugwright/scan/dependencies';
import type { GateResult, VerifyReport } from '@plugwright/verify';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditFacts } from './audit-facts.js';
import { recipeOf } from './build-plugin.js';
import { capabilityFacts, gateFacts, isolationFact, scanFact } from './gate-facts.js';
import { acceptLibrary } from './generator-library.js';
import { historyFacts } from './history-facts.js';
import { resolvedInLockfile, resolvedInStore } from './lock-facts.js';
import { environmentFacts, manifestFacts, strictOf } from './manifest-facts.js';
import { coverageOf, testedComponents } from './measure-tests.js';
import { mutantsOf } from './mutants.js';
import { asBuilt, entryOf } from './plugin-shim.js';

describe('what a package exports', () => {
  it.each([
    [{ main: './dist/index.js' }, 'dist/index.js'],
    [{ exports: './a.js', main: 'b.js' }, 'a.js'],
    [{ exports: { '.': { types: './a.d.ts', import: './a.mjs', require: './a.cjs' } } }, 'a.mjs'],
    [{ exports: { '.': { node: { require: './a.cjs', default: './n.js' } } } }, 'n.js'],
    [{ exports: { import: './a.mjs' } }, 'a.mjs'],
    [{ module: './m.js' }, 'm.js'],
    [{}, 'index.js'],
    [{ exports: { '.': null } }, 'index.js'],
  ])('is found in %j', (manifest, path) => {
    expect(entryOf(manifest)).toBe(path);
  });

  it('is loaded in the place of the source', () => {
    const files = ['src/index.ts', 'dist/index.js'].map((path) => ({ path, text: '' }));
    expect(asBuilt(files, { main: 'dist/index.js' }).map(({ path }) => path)).toEqual([
      'dist/index.js',
      'src/index.js',
    ]);
    expect(asBuilt([{ path: 'index.js', text: '' }], {}).map(({ path }) => path)).toEqual([
      'index.js',
    ]);
  });
});

describe('the build recipe', () => {
  const config = [
    { path: 'tsconfig.build.json', text: '{ "compilerOptions": { "outDir": "./dist" } }' },
  ];
  it('is the compiler and nothing else', () => {
    const of = (build: unknown) => recipeOf({ scripts: { build } }, config);
    expect(of('tsc -p tsconfig.build.json')).toEqual({
      project: 'tsconfig.build.json',
      outDir: 'dist',
    });
    for (const other of [
      'tsup',
      'tsc -p tsconfig.build.json && sh x',
      'tsc -p ../x.json; ls',
      'tsc',
      undefined,
      7,
    ])
      expect(of(other)).toBeUndefined();
    expect(recipeOf({}, config)).toBeUndefined();
  });
});

describe('package.json', () => {
  it('says where dependencies come from', () => {
    const dependencies = {
      a: '^1.0.0',
      b: '1.x || >=2 <3',
      c: 'latest',
      d: 'npm:@x/y@^1.0.0',
      e: '*',
      f: 'github:a/b',
      g: 'git+https://x/y.git',
      h: 'https://x/y.tgz',
      i: 'file:../z',
      j: 'a/b',
      k: 'workspace:*',
    };
    const { unusualDependencies } = manifestFacts(
      { dependencies, devDependencies: { l: 'file:x' } },
      [],
    );
    expect(unusualDependencies.map((one) => one[0])).toEqual(['f', 'g', 'h', 'i', 'j', 'k']);
  });

  it.each([
    [{ license: 'MIT' }, 'MIT'],
    [{ license: { type: 'ISC' } }, 'ISC'],
    [{ licenses: [{ type: 'MIT' }] }, 'MIT'],
    [{ license: 'UNLICENSED' }, undefined],
    [{ license: ' ' }, undefined],
    [{}, undefined],
  ])('says the licence: %j', (manifest, license) => {
    expect(manifestFacts(manifest, ['LICENSE.md'])).toMatchObject(
      license ? { license } : { licenseFile: true },
    );
    expect(manifestFacts(manifest, []).license).toBe(license);
  });

  it('says which settings there are', () => {
    const of = (agentConfig: unknown) => environmentFacts({ agentConfig }, ['B', 'A', 'B']);
    expect(of({ pluginParameters: { Z: {}, Y: {} } })).toEqual({
      declared: ['Y', 'Z'],
      undeclared: ['A', 'B'],
    });
    expect(of({}).declared).toEqual([]);
    expect(of(undefined).declared).toEqual([]);
  });

  it('says through tsconfig.json whether types are strict', async () => {
    const of = (files: Record<string, string>) =>
      strictOf(Object.entries(files).map(([path, text]) => ({ path, text })));
    expect(
      await of({ 'tsconfig.json': '{ /* on */ "compilerOptions": { "strict": true, } }' }),
    ).toBe(true);
    expect(
      await of({
        'tsconfig.json': '{ "extends": "./base" }',
        'base.json': '{ "compilerOptions": { "strict": true } }',
      }),
    ).toBe(true);
    expect(await of({ 'tsconfig.json': '{ "compilerOptions": { "strict": false } }' })).toBe(false);
    expect(await of({ 'tsconfig.json': '{}' })).toBe(false);
    expect(await of({ 'tsconfig.json': '{ "extends": "@x/base" }' })).toBeUndefined();
    expect(await of({ 'tsconfig.json': '{ "extends": "./tsconfig.json" }' })).toBeUndefined();
    expect(await of({})).toBeUndefined();
  });
});

describe('exact versions', () => {
  const store = {
    'node_modules/zod': {
      version: '4.6.7',
      integrity: 'sha512-x',
      license: 'MIT',
      dependencies: { deep: '1' },
    },
    'node_modules/deep': { version: '1.0.0', integrity: 'sha512-y' },
    'node_modules/@elizaos/core': { version: '1.7.2', integrity: 'sha512-z' },
    'node_modules/other': { version: '9.0.0' },
  };
  it('are those of the store, as far as dependencies go', () => {
    const manifest = {
      name: 'a',
      version: '1.0.0',
      dependencies: { zod: '^4.0.0' },
      peerDependencies: { '@elizaos/core': '*' },
    };
    const found = resolvedInStore(manifest, store);
    expect(found.packages.map(({ name, scope }) => [name, scope])).toEqual([
      ['zod', 'required'],
      ['deep', 'required'],
      ['@elizaos/core', 'excluded'],
    ]);
    const { packages } = JSON.parse(found.lockfile) as { packages: Record<string, unknown> };
    expect(Object.keys(packages)).toEqual(['', 'node_modules/zod', 'node_modules/deep']);
  });

  it('are none of what the store lacks, and each once', () => {
    const round = {
      'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
      'node_modules/b': { version: '2.0.0', dependencies: { a: '1' } },
    };
    const { packages } = resolvedInStore({ dependencies: { a: '1', gone: '1' } }, round);
    expect(packages).toEqual([
      { name: 'a', version: '1.0.0', scope: 'required' },
      { name: 'b', version: '2.0.0', scope: 'required' },
    ]);
  });

  it('are those of a lockfile of its own, without what is for development', () => {
    const text = JSON.stringify({
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0', integrity: 'x' },
        'node_modules/a/node_modules/@b/c': { version: '2.0.0', optional: true },
        'node_modules/d': { version: '3.0.0', dev: true },
        'node_modules/e': { version: '4.0.0', peer: true },
      },
    });
    expect(
      resolvedInLockfile('package-lock.json', text)?.packages.map(({ name, scope }) => [
        name,
        scope,
      ]),
    ).toEqual([
      ['a', 'required'],
      ['@b/c', 'optional'],
      ['e', 'excluded'],
    ]);
    expect(resolvedInLockfile('package-lock.json', '{')).toBeUndefined();
    expect(resolvedInLockfile('package-lock.json', '{}')).toBeUndefined();
  });
});

describe('an audit', () => {
  const checks = Object.fromEntries(
    ['exists', 'pinned', 'name'].map((name) => [name, { status: 'pass' }]),
  );
  const one = (name: string, more: Record<string, unknown> = {}) =>
    ({
      name,
      version: '1.0.0',
      dev: false,
      checks,
      vulnerabilities: [],
      ...more,
    }) as unknown as AuditedPackage;
  const result = (packages: AuditedPackage[], findings: unknown[] = []) =>
    ({
      answer: 'clean',
      sentence: 'All.',
      coverage: { checked: 1, total: 1 },
      limitDays: 7,
      stale: false,
      sources: [],
      notes: [],
      packages,
      findings,
    }) as unknown as AuditResult;

  it('tells what fails, apart from what is only for development', () => {
    const bad = {
      ...checks,
      pinned: { status: 'fail' },
      exists: { status: 'fail' },
      name: { status: 'fail' },
    };
    const { lock } = auditFacts(
      result([one('a'), one('b', { checks: bad }), one('c', { checks: bad, dev: true })]),
      'x',
    );
    expect(lock).toEqual({
      from: 'x',
      packages: 2,
      unpinned: ['b@1.0.0'],
      missing: ['b@1.0.0'],
      lookalikes: ['b@1.0.0'],
    });
    const unknown = { ...checks, name: { status: 'not-evaluated' } };
    expect(
      auditFacts(result([one('a', { checks: unknown })]), 'x').lock?.lookalikes,
    ).toBeUndefined();
  });

  it('accepts a waiver for what is moderate, and for nothing worse', () => {
    const waived = { reason: 'not reachable' };
    const vulnerable = (severity: string) =>
      one('a', { vulnerabilities: [{ id: 'GHSA-1', severity }] });
    const finding = (severity: string) => ({
      rule: 'vulnerable-dependency',
      severity,
      message: 'a@1.0.0: GHSA-1',
      waived,
    });
    const of = (severity: string) =>
      auditFacts(result([vulnerable(severity)], [finding(severity)]), 'x').audit?.findings;
    expect(of('medium')).toEqual([
      { severity: 'medium', package: 'a@1.0.0', id: 'GHSA-1', waived: 'not reachable' },
    ]);
    expect(of('high')).toEqual([{ severity: 'high', package: 'a@1.0.0', id: 'GHSA-1' }]);
  });
});

describe('gates', () => {
  const gate = (name: string, codes: string[], status: GateResult['status'] = 'failed') =>
    ({
      gate: name,
      status,
      durationMs: 1.4,
      evidence: {},
      diagnostics: codes.map((code) => ({
        code,
        severity: 'error',
        message: code,
        path: '',
        file: 'a.ts',
        line: 3,
      })),
    }) as unknown as GateResult;
  const report = (...gates: GateResult[]) =>
    ({ gates, isolation: { level: 'sandbox', driver: 'bubblewrap' } }) as unknown as VerifyReport;

  it('say nothing where only a package is missing here', () => {
    const of = (...codes: string[]) => gateFacts(report(gate('bundle', codes)))['bundle'];
    expect(of('PW_BUNDLE_UNRESOLVED', 'PW_BUNDLE_NOT_INSTALLED')).toMatchObject({
      inconclusive: true,
      reasons: ['a.ts:3 PW_BUNDLE_NOT_INSTALLED'],
    });
    // An import that leads nowhere is the plugin's own fault.
    expect(of('PW_BUNDLE_UNRESOLVED')?.inconclusive).toBeUndefined();
    expect(of('PW_BUNDLE_NOT_INSTALLED', 'PW_BUNDLE_SIZE')?.inconclusive).toBeUndefined();
    expect(
      gateFacts(report({ ...gate('boot', [], 'skipped'), skipped: 'cancelled' }))['boot'],
    ).toMatchObject({ status: 'skipped', reasons: ['cancelled'], isolation: 'sandbox' });
  });

  it('say nothing where nothing could run the tests', () => {
    const of = (...codes: string[]) => gateFacts(report(gate('tests', codes)))['tests'];
    expect(of('PW_TESTS_NO_RUNNER')).toMatchObject({ inconclusive: true });
    expect(of('PW_VERIFY_INTERNAL')).toMatchObject({ inconclusive: true });
    expect(of('PW_TESTS_NO_RUNNER', 'PW_TESTS_FAILED')?.inconclusive).toBeUndefined();
  });

  it('give reasons with their place, without directories of this machine, and each once', () => {
    const failed = gate('types', ['A', 'B', 'C', 'D', 'D']);
    const [first, second, third] = failed.diagnostics;
    Object.assign(first!, { line: undefined });
    Object.assign(second!, { file: undefined });
    Object.assign(third!, {
      message: `not in "../../home/ada/node_modules/zod" ${'x'.repeat(300)}`,
    });
    const { reasons, tool, isolation } = gateFacts({
      ...report(failed),
      evidence: { gates: [{ gate: 'types', tools: [{ name: 'typescript', version: '5.9.3' }] }] },
    } as never)['types']!;
    expect(reasons.slice(0, 2)).toEqual(['a.ts A', 'B']);
    expect(reasons[2]).toMatch(/^a\.ts:3 not in "node_modules\/zod" x+$/);
    expect(reasons[2]).toHaveLength(200);
    expect(reasons.slice(3)).toEqual(['a.ts:3 D']);
    // Nothing of the plugin runs in it.
    expect([tool, isolation]).toEqual(['typescript', undefined]);
  });

  it('say where requests went', () => {
    const boot = {
      ...gate('boot', [], 'passed'),
      evidence: { blocked: [{ url: 'https://a/' }, { url: 'https://a/' }] },
    };
    expect(capabilityFacts(report(boot)).network).toEqual({
      closed: true,
      unexpected: ['https://a/'],
    });
    expect(capabilityFacts(report(gate('boot', [], 'skipped'))).network).toBeUndefined();
  });
});

describe('capabilities of a plugin that nobody watched', () => {
  it('are what it declares, if it does, and nothing more', () => {
    const nothing = { hosts: [], files: [], environment: [], processes: [] };
    const of = (declared: unknown) =>
      capabilityFacts({
        gates: [],
        isolation: { level: 'sandbox' },
        evidence: {
          capabilities: { watched: [], declared, observed: nothing, undeclared: nothing },
        },
      } as unknown as VerifyReport).permissions;
    expect(of(null)).toEqual({ declared: undefined });
    const files = [{ path: '/etc/hosts', access: 'read' }];
    expect(of({ ...nothing, hosts: ['a.example'], files })).toEqual({
      declared: { ...nothing, hosts: ['a.example'], files: ['read /etc/hosts'] },
    });
  });
});

describe('capabilities', () => {
  const nothing = { hosts: [], files: [], environment: [], processes: [] };
  const report = (level: string) =>
    ({
      gates: [],
      isolation: { level },
      evidence: {
        capabilities: {
          watched: ['boot', 'tests'],
          declared: { ...nothing, hosts: ['a.example'] },
          observed: {
            ...nothing,
            hosts: [{ host: 'a.example' }, { host: '127.0.0.1:4000' }],
            environment: [{ name: 'UNDICI_NO_FG' }, { name: 'HOME' }],
          },
          undeclared: {
            hosts: ['127.0.0.1:4000', 'b.example'],
            files: [
              { path: '/tmp/x', access: 'write' },
              { path: '.plugwright-verify/a', access: 'write' },
            ],
            environment: ['UNDICI_NO_FG', 'HOME'],
            processes: ['sh'],
          },
        },
      },
    }) as unknown as VerifyReport;
  it("are the plugin's own, not those of its tests and tools", () => {
    const { permissions } = capabilityFacts(report('sandbox'), ['.plugwright-verify']);
    expect(permissions?.outside).toEqual([
      'host b.example',
      'write /tmp/x',
      'variable HOME',
      'program sh',
    ]);
    expect(permissions?.observed?.hosts).toEqual(['a.example']);
    // Without a sandbox a server of the machine may be meant.
    expect(capabilityFacts(report('restricted')).permissions?.observed?.hosts).toContain(
      '127.0.0.1:4000',
    );
    expect(capabilityFacts(report('restricted')).permissions?.outside).toContain(
      'host 127.0.0.1:4000',
    );
  });
});

describe('a scan', () => {
  it('keeps why a finding was accepted, and no more of it than a certificate needs', () => {
    const finding = {
      id: 'PW-S-172',
      rule: 'redos',
      severity: 'low',
      path: 'src/a.ts',
      line: 1,
      message: 'Slow.',
    } as const;
    const waived = { ...finding, waived: { reason: 'read' }, code: 'x' };
    expect(scanFact({ files: 1, complete: false, findings: [finding, waived] } as never)).toEqual({
      files: 1,
      complete: false,
      findings: [finding, { ...finding, waived: 'read' }],
    });
  });
});

describe('the isolation', () => {
  it('names what got out, and why there is none', () => {
    const canaries = [
      { name: 'mount', open: false, found: 'EPERM' },
      { name: 'connect out', open: true, found: 'got' },
    ];
    expect(isolationFact({ level: 'sandbox', driver: 'bubblewrap', canaries })).toEqual({
      level: 'sandbox',
      driver: 'bubblewrap',
      attempts: 2,
      open: ['connect out'],
    });
    expect(
      isolationFact({ level: 'none', driver: 'none', canaries: [], reason: 'it was asked for' }),
    ).toMatchObject({ attempts: 0, reason: 'it was asked for' });
  });
});

describe('the library of the generator', () => {
  const scan: ScanFact = {
    files: 1,
    complete: true,
    findings: ['src/lib/request.ts', 'dist/lib/request.js', 'src/index.ts'].map((path) => ({
      id: 'PW-S-172',
      rule: 'redos',
      severity: 'low',
      path,
      line: 1,
      message: '',
    })),
  };
  const waived = (...args: Parameters<typeof acceptLibrary>) =>
    acceptLibrary(...args).findings.map((one) => one.waived !== undefined);
  it('has findings that were read, in unchanged files only', () => {
    const files = new Set(['src/lib/request.ts', 'src/index.ts']);
    expect(waived(scan, files, 'dist')).toEqual([true, true, false]);
    expect(waived(scan, files, undefined)).toEqual([true, false, false]);
    expect(waived(scan, new Set(), 'dist')).toEqual([false, false, false]);
  });
});

describe('tests', () => {
  const boot = {
    actions: [{ name: 'A' }, { name: 'B' }],
    services: [{ type: 'lamp' }],
    providers: 'x',
  };
  it('name components, or call into their files', () => {
    const coverage = [
      { path: 'src/lamp.ts', lines: 10, covered: 5, called: 1 },
      { path: 'src/b.ts', lines: 10, covered: 1, called: 0 },
    ];
    const sources = [
      { path: 'src/lamp.ts', text: "static type = 'lamp'" },
      { path: 'src/b.ts', text: "name: 'B'" },
    ];
    expect(testedComponents(boot, { names: ['A works'], files: [], coverage }, sources)).toEqual({
      components: ['A', 'B', 'lamp'],
      untested: ['B'],
    });
    const odd = { actions: [{ name: 7 }, { name: 'A' }, { name: 'A' }] };
    expect(testedComponents(odd, { names: [], files: [] }, [])).toEqual({
      components: ['A'],
      untested: ['A'],
    });
    expect(testedComponents(undefined, { names: [], files: [] }, [])).toEqual({
      components: [],
      untested: [],
    });
  });

  it('are counted without the library', () => {
    const files = [
      { path: 'src/a.ts', lines: 10, covered: 9, called: 1 },
      { path: 'src/lib/b.ts', lines: 90, covered: 0, called: 0 },
    ];
    expect(coverageOf(files, new Set(['src/lib/b.ts']))).toEqual({
      lines: 10,
      covered: 9,
      percent: 90,
      libraryLines: 90,
    });
    expect(coverageOf(files, new Set(['src/lib/b.ts', 'src/a.ts']))).toBeUndefined();
  });
});

describe('mutants', () => {
  const files = [
    {
      path: 'src/a.ts',
      text: "type T = 1 extends 2 ? true : false;\nexport const f = (a: number) => a > 1 && 'x' + a !== '';\nconst on = true;\n",
    },
    { path: 'src/a.test.ts', text: 'const a = 1 > 2;' },
    { path: 'src/__tests__/b.ts', text: 'const a = 1 > 2;' },
    { path: 'other.ts', text: 'const a = 1 > 2;' },
  ];
  it('change what runs, in sources that are no tests, and the same ones each time', async () => {
    const made = await mutantsOf(files, 10);
    expect(made.map(({ path, change }) => `${path} ${change}`).toSorted()).toEqual([
      'src/a.ts !== to ===',
      'src/a.ts && to ||',
      'src/a.ts > to <=',
      'src/a.ts true to false',
    ]);
    expect(await mutantsOf(files, 10)).toEqual(made);
    expect(await mutantsOf(files, 2)).toEqual(made.slice(0, 2));
    expect(made.every(({ text }) => text !== files[0]?.text)).toBe(true);
  });
});

describe('the history of a source', () => {
  it('gives away a secret that was removed since', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'history-'));
    const facts = (at: string) =>
      historyFacts(at, { isSecret: (rule) => rule === 'secret-in-source' });
    try {
      expect(await facts(folder)).toEqual({ versions: 0, secrets: [] });
      const git = (...args: string[]) =>
        execFileSync(
          'git',
          ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args],
          { stdio: 'pipe' },
        );
      git('init', '-q');
      mkdirSync(join(folder, 'plugin'));
      writeFileSync(
        join(folder, 'plugin/key.ts'),
        `export const key = '${'AKIA'}QYLPMN5HHHFPZAM2';\n`,
      );
      git('add', '.');
      git('commit', '-qm', 'one');
      writeFileSync(join(folder, 'plugin/key.ts'), 'export const key = process.env.KEY;\n');
      git('commit', '-qam', 'two');
      // A program that git would start on the host, were it run there.
      git('config', 'core.fsmonitor', `touch ${join(folder, 'pwned')}`);
      const found = await facts(join(folder, 'plugin'));
      expect(found?.versions).toBeGreaterThan(1);
      expect(existsSync(join(folder, 'pwned'))).toBe(false);
      expect(found?.secrets.join(' ')).toContain('key.ts');
      writeFileSync(join(folder, '.git/HEAD'), 'broken');
      expect(await facts(folder)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
