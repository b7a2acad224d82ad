import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { afterAll, describe, expect, it } from 'vitest';
import { findStore } from './dependency-store.js';
import { runGate } from './gate.js';
import { runTests } from './gate-tests.js';
import { faultReporter } from './harness/steps.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-gate-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('runGate', () => {
  const thrown = (error: unknown) =>
    runGate('types', undefined, async () => {
      throw error;
    });

  it('turns errors into findings', async () => {
    const known = new PlugwrightError({ code: 'PW_X', message: 'm', hint: 'h' });
    const bare = new PlugwrightError({ code: 'PW_X', message: 'm' });
    expect((await thrown(known)).diagnostics).toMatchObject([{ code: 'PW_X', hint: 'h' }]);
    expect((await thrown(bare)).diagnostics[0]).not.toHaveProperty('hint');
    expect((await thrown('text')).diagnostics).toMatchObject([
      { code: 'PW_VERIFY_INTERNAL', message: 'text' },
    ]);
  });

  it('lets cancelling through', async () => {
    const work = async () => ({ diagnostics: [], evidence: {} });
    await expect(runGate('types', AbortSignal.abort(), work)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('runTests', () => {
  const restricted = {
    isolation: { driver: 'restricted', level: 'restricted', canaries: [] } as const,
    readOnly: [],
  };

  it('says that there is no vitest', async () => {
    const { diagnostics } = await runTests(root, { ...restricted, timeoutMs: 1000 });
    expect(diagnostics).toMatchObject([{ code: 'PW_TESTS_NO_RUNNER' }]);
  });

  it('says why vitest did not start', async () => {
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(join(findStore().modules, 'vitest'), join(root, 'node_modules', 'vitest'));
    writeFileSync(join(root, 'vitest.config.mjs'), 'throw new Error("no such lens");');
    const { diagnostics } = await runTests(root, { ...restricted, timeoutMs: 30_000 });
    expect(diagnostics).toMatchObject([{ code: 'PW_TESTS_RUNNER' }]);
    expect(diagnostics[0]?.message).toContain('no such lens');
  });
});

describe('faultReporter', () => {
  it('reports errors with a stack, and other things without', () => {
    const problems: unknown[] = [];
    const channel = {
      step: () => {},
      evidence: () => {},
      request: () => {},
      end: () => {},
      problem: (problem: unknown) => void problems.push(problem),
      current: () => 'init',
    };
    faultReporter(channel, 'unhandled rejection')(new Error('x'));
    faultReporter(channel, 'uncaught exception')('y');
    expect(problems).toMatchObject([
      { message: 'unhandled rejection during init: x', stack: expect.stringContaining('Error: x') },
      { message: 'uncaught exception during init: y' },
    ]);
    expect(problems[1]).not.toHaveProperty('stack');
  });
});
