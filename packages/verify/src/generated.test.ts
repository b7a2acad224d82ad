import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from './__fixtures__/read-fixture.js';
import { createTypeChecker, type TypeChecker } from './type-checker.js';
import { verifyFiles, type VerifyOptions } from './verify.js';
import type { GateDiagnostic, SourceFile, VerifyReport } from './report.js';

let checker: TypeChecker;
beforeAll(async () => {
  checker = await createTypeChecker();
});
afterAll(() => checker.close());

type Change = (file: SourceFile) => string;
const verify = async (change: Change = (file) => file.text, options: VerifyOptions = {}) => {
  const files = (await fixture(undefined, 'spec')).map((file) => ({ ...file, text: change(file) }));
  return verifyFiles(files, { checker, gates: ['parse', 'boot'], ...options });
};
const replace =
  (path: string, from: string, to: string): Change =>
  (file) =>
    file.path === path ? file.text.replace(from, to) : file.text;
const errors = (report: VerifyReport): GateDiagnostic[] =>
  report.gates.flatMap((gate) => gate.diagnostics).filter((each) => each.severity === 'error');

describe('a plugin with plugwright.yaml', () => {
  it('is booted against its own API, and shows what the agent says', async () => {
    const report = await verify(undefined, { gates: ['parse', 'types', 'boot', 'tests'] });
    expect(errors(report)).toEqual([]);
    expect(report).toMatchObject({ ok: true, plugin: { name: 'plugin-tide', generated: true } });
    expect(report.gates[3]?.evidence).toMatchObject({
      actions: [{ name: 'TIDE_GET', reply: 'The tide is 4.2 m.', success: true }],
      models: ['TEXT_SMALL'],
      requests: 3,
    });
  });

  it('fails when a request is not what the spec says', async () => {
    const report = await verify(replace('src/place-path.ts', '/places/', '/place/'));
    expect(errors(report)).toEqual([
      expect.objectContaining({ code: 'PW_BOOT_ACTION_FAILED' }),
      expect.objectContaining({ code: 'PW_BOOT_ACTION_FAILED' }),
      expect.objectContaining({
        code: 'PW_BOOT_REQUEST',
        message:
          'GET /place/brest is not what the spec says: no operation of the spec has this method and path',
      }),
    ]);
  });

  it('fails when the credentials are missing', async () => {
    const report = await verify(replace('src/index.ts', "'X-Key'", "'X-Other'"));
    expect(errors(report).map((each) => each.message)).toContain(
      'GET /places/brest is not what the spec says: authentication is missing or wrong: key',
    );
  });

  it.each([
    ['memoryBytes: 2000000000', 'memoryBytes: 1000', 'of memory, the budget is 1000'],
    ['bootMs: 20000', 'bootMs: 1', 'boot took'],
    ['actionMs: 20000', 'actionMs: 1', 'the budget is 1 ms'],
  ])('holds the budget %s', async (from, to, message) => {
    const slow = 'await new Promise((resolve) => setTimeout(resolve, 120)); const given';
    const report = await verify((file) =>
      replace(
        'src/index.ts',
        'const given',
        slow,
      )({
        path: file.path,
        text: replace('plugwright.yaml', from, to)(file),
      }),
    );
    expect(errors(report).map((each) => each.code)).toEqual(['PW_BOOT_BUDGET']);
    expect(errors(report)[0]?.message).toContain(message);
  });

  it('holds the budget of the bundle', async () => {
    const report = await verify(
      replace('plugwright.yaml', 'bundleBytes: 100000', 'bundleBytes: 10'),
    );
    expect(errors(report)).toMatchObject([{ code: 'PW_BUNDLE_SIZE' }]);
  });

  it('refuses a broken spec, with its place', async () => {
    const report = await verify(replace('plugwright.yaml', 'specVersion: 1', 'specVersion: 9'));
    expect(report.ok).toBe(false);
    expect(errors(report)[0]).toMatchObject({ file: 'plugwright.yaml', line: 1 });
  });

  it('believes only its own harness', async () => {
    const files = await fixture('spec-forged', 'spec');
    const report = await verifyFiles(files, { checker, gates: ['boot'] });
    expect(errors(report)).toMatchObject([{ code: 'PW_BOOT_EXITED' }]);
  });

  it('takes the spec of the caller first', async () => {
    const { librarySpec } = await import('./__fixtures__/library-spec.js');
    const report = await verify(undefined, { spec: librarySpec({ lazy: undefined }) });
    expect(errors(report)).toContainEqual(
      expect.objectContaining({
        code: 'PW_BOOT_MISSING',
        message: expect.stringContaining('LIBRARY_HOURS'),
      }),
    );
  });

  it('reports a gate that fails itself as our fault', async () => {
    const broken: TypeChecker = {
      compiler: checker.compiler,
      check: async () => Promise.reject(new Error('the compiler is gone')),
      close: async () => {},
    };
    const report = await verify(undefined, { checker: broken, gates: ['types'] });
    expect(errors(report)).toMatchObject([
      { code: 'PW_VERIFY_INTERNAL', message: 'the compiler is gone' },
    ]);
  });

  it('starts a type checker of its own when it is given none', async () => {
    const report = await verify(undefined, { checker: undefined, gates: ['types'] });
    expect(report.ok).toBe(true);
  });

  it('stops the boot when the types are wrong', async () => {
    const report = await verify(replace('src/index.ts', "name: 'plugin-tide'", 'name: 7'), {
      gates: ['types', 'bundle', 'boot'],
    });
    expect(report.gates.map((gate) => gate.status)).toEqual(['failed', 'skipped', 'skipped']);
  });
});
