import { packFiles } from '@plugwright/certify';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../host.js';
import { type Collected, collectFacts } from './collect-facts.js';
import type { CollectOptions } from './collect-work.js';

let root: string;
const said: string[] = [];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'collect-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const write = (folder: string, files: Record<string, string>) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, path)), { recursive: true });
    writeFileSync(join(root, folder, path), text);
  }
};
const manifest = (more: object = {}) =>
  JSON.stringify({
    name: 'plugin-echo',
    version: '1.0.0',
    type: 'module',
    main: 'dist/index.js',
    ...more,
  });
const code = `export default {
  name: 'echo',
  description: 'Says what it is told.',
  actions: [{
    name: 'ECHO',
    description: 'Says the text of the message again.',
    examples: [],
    validate: async () => true,
    handler: async (runtime, message) => ({ success: true, text: String(message.content.text ?? '') }),
  }],
};
`;
const collect = (path: string, more: Partial<CollectOptions> = {}): Promise<Collected> =>
  collectFacts(join(root, path), {
    host: nodeHost({
      cwd: root,
      env: { ...process.env, PLUGWRIGHT_HOME: join(root, 'home') },
      log: { debug: (line) => said.push(line) },
    }),
    offline: true,
    mutants: 0,
    bench: 'none',
    version: '0.0.0',
    ...more,
  });
const statuses = ({ facts }: Collected) =>
  Object.fromEntries(Object.entries(facts.gates ?? {}).map(([gate, one]) => [gate, one.status]));

describe('facts about a tarball that holds built code only', () => {
  let made: Collected;
  beforeAll(async () => {
    const { bytes } = packFiles(
      {
        'package.json': { bytes: Buffer.from(manifest()) },
        'dist/index.js': { bytes: Buffer.from(code) },
      },
      { name: 'plugin-echo', version: '1.0.0' },
    );
    writeFileSync(join(root, 'bare.tgz'), bytes);
    made = await collect('bare.tgz');
  }, 120_000);

  it('are taken from its very bytes, and loading it is one of the gates', () => {
    const { facts } = made;
    expect(made.made).toBe(false);
    expect(facts.package.file).toBe('bare.tgz');
    expect(Object.keys(facts.package.files)).toEqual(['dist/index.js', 'package.json']);
    expect(statuses(made)).toEqual({ parse: 'passed', bundle: 'passed', boot: 'passed' });
    expect(facts.loads).toEqual(facts.gates?.['boot']);
    expect(facts.package.deterministic).toEqual({
      ok: true,
      reason: 'its entries carry no time and no user',
    });
  });

  it('are absent where a tarball says nothing', () => {
    const { facts, sbom } = made;
    for (const name of [
      'source',
      'build',
      'tests',
      'coverage',
      'sourceScan',
      'history',
      // Without a lockfile nobody knows the versions.
      'audit',
      'lock',
      'sbom',
      'mutation',
      'performance',
      'generator',
    ] as const)
      expect([name, facts[name]]).toEqual([name, undefined]);
    expect(sbom.components).toEqual([]);
    expect(facts.packageScan?.findings).toEqual([]);
  });
});

describe('facts about a tarball that holds everything', () => {
  let made: Collected;
  beforeAll(async () => {
    const dependencies = { semver: '7.7.0' };
    write('full/package', {
      'package.json': manifest({ dependencies, devDependencies: { vitest: '4.1.12' } }),
      'package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { name: 'plugin-echo', version: '1.0.0', dependencies },
          'node_modules/semver': {
            version: '7.7.0',
            integrity: `sha512-${Buffer.alloc(64).toString('base64')}`,
          },
        },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'ESNext',
          target: 'ES2022',
          types: [],
        },
        include: ['src/add.ts'],
      }),
      'src/add.ts': 'export const add = (a: number, b: number): number => a + b;\n',
      'src/add.test.ts': `import { expect, it } from 'vitest';
import { add } from './add.js';
it('adds', () => expect(add(1, 2)).toBe(3));
`,
      'dist/index.js': `${code}export const run = (text) => eval(text);\n`,
    });
    write('.', {
      'waivers.yaml':
        'waivers: [{ rule: PW-S-111, reason: Read., author: Ada, expires: 2999-01-01 }]\n',
    });
    utimesSync(join(root, 'full/package/package.json'), 1, 1);
    execFileSync('tar', ['-czf', join(root, 'full.tgz'), '-C', join(root, 'full'), 'package']);
    made = await collect('full.tgz', { bench: 'quick', waivers: 'waivers.yaml' });
  }, 240_000);

  it('come from all gates that it has something for', () => {
    expect(statuses(made)).toEqual({
      parse: 'passed',
      types: 'passed',
      bundle: 'passed',
      boot: 'passed',
      tests: 'passed',
    });
    expect(made.facts).toMatchObject({
      strict: true,
      tests: { total: 1, passed: 1, components: ['ECHO'], untested: ['ECHO'] },
      packageScan: {
        findings: [{ rule: 'code-injection', path: 'dist/index.js', waived: 'Read.' }],
      },
    });
  });

  it('tell that its bytes depend on who packed it and when', () => {
    expect(made.facts.package.deterministic).toEqual({
      ok: false,
      reason: 'its entries carry times or users of whoever packed it',
    });
  });

  it('take versions from its own lockfile', () => {
    expect(made.facts).toMatchObject({
      lock: { from: 'package-lock.json', packages: 1 },
      sbom: { components: 1 },
      // Nobody was asked, and that is no "clean".
      audit: { answer: 'unknown', answered: 0 },
    });
    expect(made.sbom.components).toMatchObject([{ name: 'semver', version: '7.7.0' }]);
  });

  it('have figures of its performance', () => {
    expect(made.facts.performance?.measures.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['cold load', 'action ECHO', 'bundle']),
    );
  });
});

describe('facts about a source that the compiler builds', () => {
  it('are taken from what is built here, twice', { timeout: 240_000 }, async () => {
    write('source', {
      'package.json': manifest({
        files: ['dist'],
        scripts: { build: 'tsc' },
        devDependencies: { typescript: '5.9.3' },
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          outDir: 'dist',
          module: 'ESNext',
          target: 'ES2022',
          lib: ['ES2015'],
          skipLibCheck: true,
          types: [],
          noImplicitAny: false,
        },
        include: ['src'],
      }),
      'src/index.ts': `${code}export const run = (text: string): unknown => eval(text);\n`,
      '.plugwright/manifest.json': JSON.stringify({
        tool: { name: 'plugwright', version: '9.9.9' },
      }),
      // Neither is packed.
      'dist/old.js': 'throw new Error();\n',
      'dist/index.js': 'throw new Error();\n',
    });
    const { facts, ...made } = await collect('source');
    expect(made.made).toBe(true);
    expect(Object.keys(facts.package.files)).toEqual(['dist/index.js', 'package.json']);
    expect(facts).toMatchObject({
      build: { recipe: 'tsc', tool: 'typescript', again: facts.package.sha256 },
      package: { deterministic: { ok: true, reason: 'packed twice with the same bytes' } },
      generator: { name: 'plugwright', version: '9.9.9' },
      strict: false,
      sourceScan: { findings: [{ rule: 'code-injection', path: 'src/index.ts' }] },
      loads: { status: 'passed' },
    });
    // It has no tests, which is no measured zero.
    expect(facts.gates?.['tests']?.status).not.toBe('passed');
    expect([facts.tests, facts.coverage]).toEqual([undefined, undefined]);
  });
});
