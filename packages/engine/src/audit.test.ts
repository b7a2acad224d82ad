import { DEFAULT_ADDRESS } from '@plugwright/scan/dependencies';
import { describe, expect, it } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { auditSettings, pullAdvisories } from './audit.js';

const workspace = useWorkspace();
const host = (env: Record<string, string> = {}) => workspace.host({ env, home: workspace.path() });
const waivers = 'waivers: [{ rule: PW-S-601, reason: read, author: Ada, expires: 2999-01-01 }]\n';

describe('the settings of an audit', () => {
  it('ask the registry that npm asks, unless told otherwise', async () => {
    const of = async (more: object, env: Record<string, string> = {}) =>
      (await auditSettings({ path: workspace.path('p'), host: host(env), ...more })).network
        ?.registry;
    expect(await of({})).toBe(DEFAULT_ADDRESS.npm);
    await workspace.write('.npmrc', 'registry = "https://npm.example/"\n');
    expect(await of({})).toBe('https://npm.example/');
    expect(await of({}, { npm_config_registry: 'https://env.example/' })).toBe(
      'https://env.example/',
    );
    expect(await of({ registry: 'https://own.example/' })).toBe('https://own.example/');
    expect(await of({ offline: true })).toBeUndefined();
  });

  it('take waivers, but none from beside the lockfile or from inside the plugin', async () => {
    await workspace.write('p/waivers.yaml', waivers);
    await workspace.write('waivers.yaml', waivers);
    const of = (path: string, file: string) =>
      auditSettings({ path: workspace.path(path), waivers: file, host: host() });
    for (const path of ['p', 'p/package-lock.json']) {
      // oxlint-disable-next-line no-await-in-loop
      expect((await of(path, 'waivers.yaml')).waivers).toMatchObject([{ rule: 'PW-S-601' }]);
      // oxlint-disable-next-line no-await-in-loop
      await expect(of(path, 'p/waivers.yaml')).rejects.toMatchObject({ code: 'PW_SCAN_WAIVERS' });
    }
    await expect(of('p', 'none.yaml')).rejects.toMatchObject({ code: 'PW_SCAN_WAIVERS' });
  });
});

describe('a download of advisories', () => {
  it('asks nobody once it was cancelled', async () => {
    await expect(
      pullAdvisories({ host: host(), signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
