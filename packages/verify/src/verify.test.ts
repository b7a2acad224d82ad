import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { findIsolation } from '@plugwright/sandbox';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from './__fixtures__/read-fixture.js';
import { createTypeChecker, type TypeChecker } from './type-checker.js';
import { verifyDirectory, verifyFiles, type VerifyOptions } from './verify.js';
import type { GateDiagnostic, VerifyProgress, VerifyReport } from './report.js';

let checker: TypeChecker;
let parent: string;
beforeAll(async () => {
  checker = await createTypeChecker();
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-verify-')));
});
afterAll(async () => {
  await checker.close();
  rmSync(parent, { recursive: true, force: true });
});

const verify = async (name?: string, options: VerifyOptions = {}) =>
  verifyFiles(await fixture(name), { checker, workspaceParent: parent, ...options });

const failed = (report: VerifyReport) =>
  report.gates.filter((gate) => gate.status === 'failed').map((gate) => gate.gate);
const errors = (report: VerifyReport): GateDiagnostic[] =>
  report.gates.flatMap((gate) => gate.diagnostics).filter((each) => each.severity === 'error');

describe('verifyFiles', () => {
  it('passes a good hand-written plugin through every gate', async () => {
    const events: VerifyProgress[] = [];
    const report = await verify(undefined, { onProgress: (event) => events.push(event) });
    expect(errors(report)).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      cancelled: false,
      plugin: { name: 'plugin-lighthouse', version: '1.2.0', generated: false },
    });
    expect(report.gates.map((gate) => [gate.gate, gate.status])).toEqual([
      ['parse', 'passed'],
      ['types', 'passed'],
      ['bundle', 'passed'],
      ['boot', 'passed'],
      ['tests', 'passed'],
    ]);
    expect(events.filter((event) => event.type === 'gate-ended')).toHaveLength(5);
    expect(report.gates[3]?.evidence).toMatchObject({
      actions: [{ name: 'LIGHTHOUSE_SIGNAL', reply: 'Signalled hello', success: true }],
      resources: { runtimeTimers: 1 },
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(JSON.stringify(report)).not.toContain(parent);
    expect(readdirSync(parent)).toEqual([]);
  });

  it.each([
    [
      'parse-syntax',
      'parse',
      'PW_PARSE_SYNTAX',
      { file: 'src/signal-action.ts', line: 3, column: 3 },
    ],
    ['parse-manifest', 'parse', 'PW_PARSE_MANIFEST', { file: 'package.json', path: '/name' }],
    [
      'types-mismatch',
      'types',
      'PW_TYPES_ERROR',
      { file: 'src/signal-action.ts', line: 5, column: 3 },
    ],
    [
      'bundle-unresolved',
      'bundle',
      'PW_BUNDLE_UNRESOLVED',
      { file: 'src/signal-action.ts', line: 3 },
    ],
    ['import-throws', 'boot', 'PW_BOOT_IMPORT', { file: 'src/config.ts', line: 5 }],
    ['no-plugin', 'boot', 'PW_BOOT_NO_PLUGIN', {}],
    ['name-clash', 'boot', 'PW_BOOT_SHAPE', {}],
    ['init-throws', 'boot', 'PW_BOOT_INIT', { file: 'src/index.ts', line: 7 }],
    ['service-start-throws', 'boot', 'PW_BOOT_SERVICE_START', {}],
    ['service-stop-throws', 'boot', 'PW_BOOT_STOP', { file: 'src/lamp-service.ts' }],
    ['provider-throws', 'boot', 'PW_BOOT_PROVIDER_THROWS', { file: 'src/index.ts' }],
    ['evaluator-throws', 'boot', 'PW_BOOT_EVALUATOR_THROWS', { file: 'src/index.ts' }],
    ['event-throws', 'boot', 'PW_BOOT_EVENT_THROWS', { file: 'src/index.ts' }],
    ['route-throws', 'boot', 'PW_BOOT_ROUTE_THROWS', { file: 'src/index.ts' }],
    ['task-throws', 'boot', 'PW_BOOT_TASK_THROWS', { file: 'src/index.ts' }],
    ['suite-fails', 'boot', 'PW_BOOT_TEST_SUITE', { file: 'src/index.ts' }],
    ['action-throws', 'boot', 'PW_BOOT_ACTION_THROWS', { file: 'src/signal-action.ts', line: 8 }],
    ['action-bare-failure', 'boot', 'PW_BOOT_BARE_RESULT', {}],
    ['action-exits', 'boot', 'PW_BOOT_EXITED', {}],
    ['action-rejects-later', 'boot', 'PW_BOOT_UNHANDLED', { file: 'src/signal-action.ts' }],
    ['action-network', 'boot', 'PW_BOOT_ACTION_THROWS', { file: 'src/signal-action.ts' }],
    ['leaked-interval', 'boot', 'PW_BOOT_LEAK', { file: 'src/lamp-service.ts', line: 9 }],
    ['leaked-unref-interval', 'boot', 'PW_BOOT_LEAK', { file: 'src/lamp-service.ts', line: 9 }],
    ['leaked-long-timer', 'boot', 'PW_BOOT_LEAK', { file: 'src/lamp-service.ts', line: 9 }],
    ['leaked-listener', 'boot', 'PW_BOOT_LEAK', { file: 'src/lamp-service.ts', line: 9 }],
    ['leaked-server', 'boot', 'PW_BOOT_LEAK', { file: 'src/lamp-service.ts', line: 10 }],
    ['tests-fail', 'tests', 'PW_TESTS_FAILED', { file: 'src/__tests__/index.test.ts', line: 6 }],
    ['tests-none', 'tests', 'PW_TESTS_FILE', { file: 'src/__tests__/index.test.ts' }],
    ['tests-broken-file', 'tests', 'PW_TESTS_FILE', { file: 'src/__tests__/index.test.ts' }],
  ])('%s fails the %s gate, and only it, with %s', async (name, gate, code, place) => {
    const report = await verify(name);
    expect(report.ok).toBe(false);
    expect(failed(report)).toEqual([gate]);
    expect(errors(report)).toContainEqual(expect.objectContaining({ code, ...place }));
    const after = report.gates.slice(report.gates.findIndex((each) => each.gate === gate) + 1);
    expect(after.every((each) => each.status === 'skipped' && each.skipped)).toBe(true);
  });

  it.runIf(process.platform === 'linux')(
    'finds child processes that were left behind',
    async () => {
      // With the permission model of the fallback none could be started.
      const isolation = (await findIsolation()).level === 'sandbox' ? undefined : 'none';
      const report = await verify('child-process', { isolation });
      expect(errors(report)).toMatchObject([{ code: 'PW_BOOT_LEAK' }]);
      expect(errors(report)[0]?.message).toContain('child process');
    },
  );

  it('names the request that the closed network stopped', async () => {
    const report = await verify('action-network');
    expect(report.gates[3]?.evidence['blocked']).toContainEqual({
      method: 'GET',
      url: 'https://lighthouse.example/signal',
    });
  });

  it('only warns when a hand-written model fails without its key', async () => {
    const report = await verify('model-fails', { gates: ['boot'] });
    expect(report.ok).toBe(true);
    expect(report.gates.flatMap((gate) => gate.diagnostics)).toMatchObject([
      { code: 'PW_BOOT_MODEL_THROWS', severity: 'warning' },
    ]);
  });

  it('believes the report of the tests, not what they print', async () => {
    const report = await verify('tests-noise');
    expect(errors(report)).toEqual([]);
    expect(report.gates[4]?.evidence).toMatchObject({ total: 1, passed: 1, failed: 0 });
  });

  it('fails when there is no test file at all', async () => {
    const files = (await fixture()).filter((file) => !file.path.includes('__tests__'));
    const report = await verifyFiles(files, { checker, workspaceParent: parent, gates: ['tests'] });
    expect(errors(report)).toMatchObject([{ code: 'PW_TESTS_NONE' }]);
  });

  it('ends hanging actions, services and tests at their limit', async () => {
    const [action, tests] = await Promise.all([
      verify('action-hangs', { gates: ['boot'], timeoutMs: { boot: 2500 } }),
      verify('tests-hang', { gates: ['tests'], timeoutMs: { tests: 2500 } }),
    ]);
    expect(errors(action)).toMatchObject([{ code: 'PW_BOOT_TIMEOUT' }]);
    expect(errors(action)[0]?.message).toContain('action LIGHTHOUSE_SIGNAL');
    expect(errors(tests)).toMatchObject([{ code: 'PW_TESTS_TIMEOUT' }]);
  });

  it('stops when cancelled, and cleans up', async () => {
    const controller = new AbortController();
    const report = await verify('tests-hang', {
      signal: controller.signal,
      onProgress: (event) => {
        if (event.type === 'gate-started' && event.gate === 'tests') {
          setTimeout(() => controller.abort(), 300);
        }
      },
    });
    expect(report).toMatchObject({ ok: false, cancelled: true });
    expect(report.gates[4]).toMatchObject({ status: 'skipped', skipped: 'cancelled' });
    expect(readdirSync(parent)).toEqual([]);
  });

  it('does nothing when cancelled before it starts', async () => {
    const report = await verify(undefined, { signal: AbortSignal.abort() });
    expect(report).toMatchObject({ ok: false, cancelled: true });
    expect(report.gates.every((gate) => gate.status === 'skipped')).toBe(true);
  });

  it('keeps the working directory when asked to', async () => {
    await verify(undefined, { gates: ['bundle'], keep: true });
    const [dir] = readdirSync(parent);
    expect(existsSync(join(parent, dir ?? '', '.plugwright-verify/plugin.mjs'))).toBe(true);
    rmSync(join(parent, dir ?? ''), { recursive: true });
  });

  it('says which declared package is not installed', async () => {
    const files = (await fixture()).map((file) =>
      file.path === 'package.json'
        ? { ...file, text: file.text.replace('"zod": "^4.0.0"', '"left-lens": "1.0.0"') }
        : file.path === 'src/config.ts'
          ? { ...file, text: `import 'left-lens';\n${file.text}` }
          : file,
    );
    const report = await verifyFiles(files, { workspaceParent: parent, gates: ['bundle'] });
    expect(errors(report)).toMatchObject([
      { code: 'PW_BUNDLE_UNRESOLVED', file: 'src/config.ts', line: 1, column: 8 },
      { code: 'PW_BUNDLE_NOT_INSTALLED', file: 'package.json' },
    ]);
  });

  it('refuses a file outside the plugin', async () => {
    const files = [...(await fixture()), { path: '../escape.ts', text: '' }];
    await expect(verifyFiles(files, { checker, workspaceParent: parent })).rejects.toMatchObject({
      code: 'PW_PATH_TRAVERSAL',
    });
    expect(readdirSync(parent)).toEqual([]);
  });
});

describe('verifyDirectory', () => {
  it('reads a directory and leaves it as it is', async () => {
    const dir = fileURLToPath(new URL('__fixtures__/good', import.meta.url));
    const before = readdirSync(dir);
    const report = await verifyDirectory(dir, {
      checker,
      workspaceParent: parent,
      gates: ['parse', 'types'],
    });
    expect(report).toMatchObject({ ok: true, plugin: { files: 9 } });
    expect(readdirSync(dir)).toEqual(before);
  });
});
