import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bubblewrapIsHere } from './__fixtures__/bubblewrap.js';
import { findIsolation } from './find-isolation.js';
import { findTool, nodeInside } from './find-tools.js';
import { installHint, reaches, restrictedWarning } from './isolation.js';
import { selfTest } from './self-test.js';

const root = mkdtempSync(join(tmpdir(), 'plugwright-isolation-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('findIsolation', () => {
  it('does what the option or PLUGWRIGHT_ISOLATION says', async () => {
    const env = { PLUGWRIGHT_ISOLATION: 'restricted' };
    expect(await findIsolation({ env })).toMatchObject({
      driver: 'restricted',
      level: 'restricted',
      reason: 'it was asked for',
    });
    expect(await findIsolation({ env, driver: 'none' })).toMatchObject({ level: 'none' });
  });

  it('falls back where there is no sandbox, and says what to do', async () => {
    const found = await findIsolation({ env: {}, platform: 'win32' });
    expect(found).toMatchObject({ driver: 'restricted', level: 'restricted', canaries: [] });
    expect(found.reason).toContain('win32');
    expect(found.hint).toContain('WSL');
    const mac = await findIsolation({ env: {}, platform: 'darwin' });
    expect(mac.reason).toContain('sandbox-exec');
  });

  it('refuses a driver that does not exist or is not here', async () => {
    await expect(findIsolation({ env: { PLUGWRIGHT_ISOLATION: 'jail' } })).rejects.toMatchObject({
      code: 'PW_SANDBOX_DRIVER',
      hint: expect.stringContaining('bubblewrap'),
    });
    await expect(findIsolation({ driver: 'seatbelt', platform: 'linux' })).rejects.toMatchObject({
      code: 'PW_SANDBOX_DRIVER',
    });
  });

  it.runIf(bubblewrapIsHere)(
    'says sandbox only after the self-test, and keeps its result',
    async () => {
      const cacheDirectory = join(root, 'cache');
      const found = await findIsolation({ env: {}, driver: 'bubblewrap', cacheDirectory });
      expect(found).toMatchObject({ driver: 'bubblewrap', level: 'sandbox' });
      expect(found.canaries.length).toBeGreaterThan(25);
      expect(found.canaries.filter(({ open }) => open)).toEqual([]);
      const [file = ''] = readdirSync(cacheDirectory);
      expect(JSON.parse(readFileSync(join(cacheDirectory, file), 'utf8'))).toMatchObject({
        works: true,
      });
    },
  );

  it.runIf(bubblewrapIsHere)('is restricted with a single canary open', async () => {
    const cacheDirectory = join(root, 'open');
    await selfTest('bubblewrap', { cacheDirectory });
    const [file = ''] = readdirSync(cacheDirectory);
    const canary = { name: 'read a file in the home directory', open: true, found: 'secret' };
    mkdirSync(join(root, 'other'));
    writeFileSync(join(root, 'other', file), JSON.stringify({ works: true, canaries: [canary] }));
    const found = await findIsolation({
      env: {},
      driver: 'bubblewrap',
      cacheDirectory: join(root, 'other'),
    });
    expect(found).toMatchObject({ driver: 'bubblewrap', level: 'restricted', canaries: [canary] });
    expect(found.reason).toContain(canary.name);
  });

  it.runIf(bubblewrapIsHere)('tests again when what is kept says nothing', async () => {
    const cacheDirectory = join(root, 'again');
    await selfTest('bubblewrap', { cacheDirectory });
    const [file = ''] = readdirSync(cacheDirectory);
    mkdirSync(join(root, 'empty'));
    writeFileSync(join(root, 'empty', file), JSON.stringify({ works: false, canaries: [] }));
    const { canaries } = await selfTest('bubblewrap', { cacheDirectory: join(root, 'empty') });
    expect(canaries.length).toBeGreaterThan(25);
  });
});

describe('selfTest', () => {
  it('says why a driver does not work', async () => {
    const found = await selfTest('seatbelt', { cacheDirectory: join(root, 'none') });
    expect(found).toMatchObject({ works: false, canaries: [] });
    expect(found.reason).toContain('sandbox-exec');
  });

  it('is not kept when it was cancelled', async () => {
    const options = { cacheDirectory: join(root, 'cancelled') };
    await expect(
      selfTest('restricted', { ...options, signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
    expect(() => readdirSync(options.cacheDirectory)).toThrow('ENOENT');
  });
});

describe('levels', () => {
  it('are ordered', () => {
    expect(reaches('sandbox', 'restricted')).toBe(true);
    expect(reaches('restricted', 'restricted')).toBe(true);
    expect(reaches('restricted', 'sandbox')).toBe(false);
    expect(reaches('none', 'restricted')).toBe(false);
  });

  it('come with a plain warning and a hint for each platform', () => {
    expect(restrictedWarning).toMatch(/^Restricted, not sandboxed/);
    expect(installHint('linux')).toContain('apt-get install bubblewrap');
    expect(installHint('darwin')).toContain('docker');
    expect(installHint('win32')).toContain('WSL');
    expect(installHint()).toMatch(/\.$/);
  });
});

describe('findTool and nodeInside', () => {
  it('look in system directories only', () => {
    expect(findTool('no-such-program')).toBe(undefined);
    expect(findTool('node', [join(process.execPath, '..')])).toBe(process.execPath);
  });

  it('place a Node that is not below /usr', () => {
    const own = join(root, 'node');
    writeFileSync(own, '');
    expect(nodeInside(own)).toMatchObject({ target: '/opt/node/bin/node' });
  });
});
