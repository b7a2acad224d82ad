import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { limitsWith } from './limits.js';
import { runBubblewrap } from './run-bubblewrap.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-start-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, 'work'));
mkdirSync(join(root, 'out'));

/** A bubblewrap that cannot build a sandbox, and says so as the real one does. */
function failing(name: string, script: string) {
  const bwrap = join(root, name);
  writeFileSync(bwrap, `#!${process.execPath}\n${script}`);
  chmodSync(bwrap, 0o755);
  return { bwrap, prlimit: '/usr/bin/prlimit', setpriv: undefined };
}
const options = {
  command: process.execPath,
  args: ['-e', '0'],
  workspace: join(root, 'work'),
};
const limits = limitsWith({ wallMs: 10_000 });

describe.runIf(process.platform === 'linux')('a sandbox that does not start', () => {
  const refused = failing(
    'refused',
    'console.error("bwrap: No permissions to creating new namespace, likely because the kernel does not allow non-privileged user namespaces."); process.exit(1)',
  );

  it('says what the system does not allow, and where to read on', async () => {
    for (const more of [{}, { copyOut: { to: join(root, 'out') } }]) {
      await expect(runBubblewrap(refused, { ...options, ...more }, limits)).rejects.toMatchObject({
        code: 'PW_SANDBOX_START',
        message: expect.stringContaining('No permissions to creating new namespace'),
        hint: expect.stringContaining('isolation.md'),
      });
    }
  });

  it('says which version is needed for an option that is not known', async () => {
    const old = failing(
      'old',
      'console.error("bwrap: Unknown option --disable-userns"); process.exit(1)',
    );
    await expect(runBubblewrap(old, options, limits)).rejects.toMatchObject({
      code: 'PW_SANDBOX_START',
      hint: expect.stringContaining('0.8'),
    });
  });

  it('has nothing to quote when there are no words', async () => {
    const silent = failing('silent', 'process.exit(1)');
    for (const more of [{}, { copyOut: { to: join(root, 'out') } }]) {
      await expect(runBubblewrap(silent, { ...options, ...more }, limits)).rejects.toMatchObject({
        message: expect.stringContaining('no reason'),
      });
    }
  });
});
