import { describe, expect, it } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { audit, importAdvisories, pullAdvisories } from './audit.js';
import { bench } from './bench.js';
import { certify, check, recheck, reproduce } from './certify/index.js';
import { nodeHost } from './host.js';
import { scan } from './scan.js';

const workspace = useWorkspace();

describe('a command without a host of its own', () => {
  const at = (name: string) => workspace.path(name);
  it.each([
    ['audit', () => audit({ path: at('none'), offline: true }), 'PW_SCAN_NOT_FOUND'],
    ['scan', () => scan({ path: at('none') }), 'PW_SCAN_NOT_FOUND'],
    ['import of advisories', () => importAdvisories(at('none')), 'PW_AUDIT_ARCHIVE'],
    [
      'download of advisories',
      () => pullAdvisories({ from: 'http://127.0.0.1:1/all.zip' }),
      'PW_AUDIT_PULL',
    ],
    ['benchmark', () => bench({ directory: at('none') }), 'PW_VERIFY_NO_PLUGIN'],
    ['certificate', () => certify({ path: at('none'), version: '0.0.0' }), 'PW_CERTIFY_NOT_FOUND'],
    ['check', () => check({ file: at('none'), path: at('.') }), 'PW_CERTIFY_READ'],
    ['rebuild', () => reproduce({ file: at('none'), source: at('.') }), 'PW_CERTIFY_READ'],
  ])('looks at this machine: %s', async (_, run, code) => {
    await expect(run()).rejects.toMatchObject({ code });
  });

  it('finds the plugins that are installed here', async () => {
    await workspace.write(
      'node_modules/plugin-b/package.json',
      '{"name":"plugin-b","version":"1.0.0"}',
    );
    await workspace.write(
      'node_modules/plugin-a/package.json',
      '{"name":"plugin-a","version":"2.0.0"}',
    );
    await workspace.write(
      'node_modules/lamp/package.json',
      '{"name":"lamp","version":"1.0.0","keywords":["elizaos-plugin"]}',
    );
    await workspace.write('node_modules/odd/package.json', '{"name":"plugin-odd"}');
    await workspace.write(
      'node_modules/zod/package.json',
      '{"name":"zod","version":"4.0.0","keywords":["x"]}',
    );
    expect(await recheck({ path: workspace.path() })).toEqual(
      [
        ['lamp', '1.0.0'],
        ['plugin-a', '2.0.0'],
        ['plugin-b', '1.0.0'],
      ].map(([name, version]) => ({
        name,
        version,
        directory: workspace.path('node_modules', name ?? ''),
        state: 'uncertified',
      })),
    );
  });
});

describe('nodeHost', () => {
  it('keeps secrets of the environment out of what is logged', () => {
    const lines: string[] = [];
    const host = nodeHost({
      env: { SOME_API_KEY: 'a-long-and-secret-value' },
      log: { debug: (line) => lines.push(line) },
    });
    host.log.debug('sent a-long-and-secret-value');
    expect(lines.join()).not.toContain('secret-value');
    // Nobody listens, and that is no fault.
    expect(() => nodeHost().log.debug('x')).not.toThrow();
  });
});
