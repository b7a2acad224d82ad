import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixture } from './__fixtures__/read-fixture.js';
import { createTypeChecker, type TypeChecker } from './type-checker.js';
import { verifyFiles, type VerifyOptions } from './verify.js';

const parent = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-restricted-')));
let checker: TypeChecker;
beforeAll(async () => {
  checker = await createTypeChecker();
});
afterAll(async () => {
  await checker.close();
  rmSync(parent, { recursive: true, force: true });
});
const verify = async (name: string | undefined, base: string, options: VerifyOptions = {}) =>
  verifyFiles(await fixture(name, base), { checker, workspaceParent: parent, ...options });

describe('the gates without a sandbox', { timeout: 60_000 }, () => {
  it('do the same, and say that the plugin was only restricted', async () => {
    vi.stubEnv('PLUGWRIGHT_ISOLATION', 'restricted');
    try {
      const report = await verify(undefined, 'spec', {
        gates: ['parse', 'types', 'boot', 'tests'],
      });
      expect(report.gates.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
      expect(report).toMatchObject({
        ok: true,
        isolation: {
          level: 'restricted',
          driver: 'restricted',
          warning: expect.stringMatching(/^Restricted, not sandboxed/),
          hint: expect.stringMatching(/bubblewrap|macOS|WSL/),
        },
      });
      const levels = report.gates.map(({ evidence }) => evidence['process']).filter(Boolean);
      expect(levels).toMatchObject([{ isolation: 'restricted' }, { isolation: 'restricted' }]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('say why a plugin cannot start processes there', async () => {
    const report = await verify('child-process', 'good', {
      gates: ['boot'],
      isolation: 'restricted',
    });
    const denied = report.gates.flatMap(({ diagnostics }) => diagnostics)[0];
    expect(denied?.message).toContain('restricted');
    expect(denied?.hint).toContain('no sandbox');
  });

  it('are not run when a sandbox is required', async () => {
    const options: VerifyOptions = { isolation: 'restricted', requireIsolation: 'sandbox' };
    await expect(verify(undefined, 'spec', options)).rejects.toMatchObject({
      code: 'PW_SANDBOX_REQUIRED',
    });
    const open: VerifyOptions = { network: true, requireIsolation: 'sandbox' };
    await expect(verify(undefined, 'spec', open)).rejects.toMatchObject({
      code: 'PW_SANDBOX_REQUIRED',
    });
  });
});
