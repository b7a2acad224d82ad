import { openVault } from '@plugwright/vault';
import { rm } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { doctor } from './doctor.js';

const workspace = useWorkspace();
const state = (report: Awaited<ReturnType<typeof doctor>>, name: string) =>
  report.rows.find((row) => row.name === name)?.state;

describe('doctor', () => {
  it('finds everything here', async () => {
    const report = await doctor({
      host: workspace.host(),
      terminal: { name: 'terminal', state: 'ok', found: 'none' },
    });
    expect(report.ok).toBe(true);
    expect(report.rows.map((row) => row.name)).toEqual([
      'Node.js',
      'npm',
      'dependency store',
      '@elizaos/core',
      'TypeScript, native',
      'formatter (oxfmt)',
      'disk',
      'isolation',
      'API keys',
      'terminal',
    ]);
    expect(report.rows.every((row) => row.found !== '' && row.found !== 'unknown version')).toBe(
      true,
    );
  });

  it('looks at the machine itself when no other host is given', async () => {
    const report = await doctor();
    expect(report.rows.find((row) => row.name === 'Node.js')?.found).toBe(process.versions.node);
  });

  it('notices that npm is not beside Node', async () => {
    const execPath = process.execPath;
    try {
      process.execPath = workspace.path('bin', 'node');
      const report = await doctor({ host: workspace.host() });
      expect(state(report, 'npm')).toBe('warn');
      await workspace.write('lib/node_modules/npm/package.json', 'not json');
      const odd = await doctor({ host: workspace.host() });
      expect(odd.rows.find((row) => row.name === 'npm')?.found).toBe('unknown version');
    } finally {
      process.execPath = execPath;
    }
  });

  it('says what to do about an old Node, another platform and a full disk', async () => {
    const { files } = workspace.host();
    const report = await doctor({
      host: workspace.host({
        node: '20.18.0',
        platform: 'plan9',
        files: { ...files, statfs: (async () => ({ bavail: 1, bsize: 4096 })) as never },
      }),
    });
    expect(report.ok).toBe(false);
    expect(state(report, 'Node.js')).toBe('missing');
    expect(state(report, 'TypeScript, native')).toBe('warn');
    expect(state(report, 'disk')).toBe('warn');
    const wrong = report.rows.filter((row) => row.state !== 'ok');
    expect(wrong.length).toBeGreaterThanOrEqual(3);
    expect(wrong.filter((row) => row.hint?.endsWith('.') !== true)).toEqual([]);
    const blind = { ...files, statfs: () => Promise.reject(new Error('no')) };
    const other = await doctor({ host: workspace.host({ node: '22.1.0', files: blind }) });
    expect(state(other, 'Node.js')).toBe('ok');
    expect(state(other, 'disk')).toBe('warn');
  });

  it('tells how to get a dependency store, and why one could not be made', async () => {
    const verify = await import('@plugwright/verify');
    vi.doMock('@plugwright/verify', () => ({
      ...verify,
      findStore: () => {
        throw new Error('nowhere');
      },
      prepareStore: () => Promise.reject(new Error('the registry is away')),
    }));
    try {
      const report = await doctor({ host: workspace.host() });
      expect(report.rows.find((row) => row.name === 'dependency store')).toMatchObject({
        state: 'missing',
        hint: expect.stringContaining('--prepare'),
      });
      const failed = await doctor({ host: workspace.host(), prepare: true });
      expect(failed.rows.find((row) => row.name === 'dependency store')).toMatchObject({
        hint: 'the registry is away',
      });
      await expect(
        doctor({ host: workspace.host(), prepare: true, signal: AbortSignal.abort() }),
      ).rejects.toMatchObject({ name: 'AbortError' });
    } finally {
      vi.doUnmock('@plugwright/verify');
    }
  });

  it('says what generated code runs in, and what the self-test found', async () => {
    const isolated = await doctor({ host: workspace.host() });
    const row = isolated.rows.find(({ name }) => name === 'isolation');
    expect(row?.found).toContain(isolated.isolation.level);
    expect(row?.state).toBe(isolated.isolation.level === 'sandbox' ? 'ok' : 'warn');
    vi.stubEnv('PLUGWRIGHT_ISOLATION', 'restricted');
    try {
      const report = await doctor({ host: workspace.host() });
      expect(report).toMatchObject({ ok: true, isolation: { level: 'restricted', canaries: [] } });
      expect(report.rows.find(({ name }) => name === 'isolation')).toEqual({
        name: 'isolation',
        state: 'warn',
        found: 'restricted (restricted): it was asked for',
        hint: expect.stringMatching(/\.$/),
      });
      vi.stubEnv('PLUGWRIGHT_ISOLATION', 'jail');
      const wrong = await doctor({ host: workspace.host() });
      expect(wrong.rows.find(({ name }) => name === 'isolation')).toMatchObject({
        state: 'warn',
        found: expect.stringContaining('there is no isolation "jail"'),
        hint: expect.stringContaining('bubblewrap'),
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('prepares the store when asked, and notices another core', async () => {
    const verify = await import('@plugwright/verify');
    let prepared = 0;
    vi.doMock('@plugwright/verify', () => ({
      ...verify,
      prepareStore: async ({ onProgress }: { onProgress?: (text: string) => void }) => {
        prepared++;
        onProgress?.('added 100 packages');
      },
      findStore: () => ({
        origin: 'cache',
        modules: '/store/node_modules',
        versions: { '@elizaos/core': '1.0.0' },
      }),
    }));
    try {
      let said = '';
      const report = await doctor({
        host: workspace.host(),
        prepare: true,
        onProgress: (text) => (said += text),
      });
      expect([prepared, said]).toEqual([1, 'added 100 packages']);
      expect(state(report, '@elizaos/core')).toBe('warn');
      expect(report.ok).toBe(true);
    } finally {
      vi.doUnmock('@plugwright/verify');
    }
  });
});

describe('doctor, about a store that is not what it should be', () => {
  it('says why it could not be made anew, and that its core is unknown', async () => {
    const verify = await import('@plugwright/verify');
    vi.doMock('@plugwright/verify', () => ({
      ...verify,
      // npm may fail with something that is no error.
      // oxlint-disable-next-line prefer-promise-reject-errors
      prepareStore: () => Promise.reject('killed'),
      findStore: () => ({ origin: 'cache', modules: '/store/node_modules', versions: {} }),
    }));
    try {
      const report = await doctor({ host: workspace.host(), prepare: true });
      expect(report.rows).toContainEqual({
        name: 'dependency store',
        state: 'warn',
        found: 'cache: /store/node_modules',
        hint: 'killed',
      });
      expect(report.rows).toContainEqual(
        expect.objectContaining({ name: '@elizaos/core', state: 'warn', found: 'unknown' }),
      );
    } finally {
      vi.doUnmock('@plugwright/verify');
    }
  });
});

describe('doctor, about a queue', () => {
  it('calls one that cannot be used missing, and says what to do', async () => {
    const row = async (queue: string) => {
      const { ok, rows } = await doctor({ host: workspace.host(), queue });
      expect(ok).toBe(false);
      return rows.find(({ name }) => name === 'queue');
    };
    expect(await row('http://127.0.0.1:1')).toEqual({
      name: 'queue',
      state: 'missing',
      found: 'The queue is no redis:// or postgres:// URL.',
      hint: expect.stringContaining('redis://host:6379'),
    });
  });
});

describe('doctor, about API keys', () => {
  const row = async (env: Record<string, string>, canAsk?: boolean) => {
    const host = workspace.host({ env: { PLUGWRIGHT_VAULT: workspace.path('vault'), ...env } });
    const report = await doctor({ host, ...(canAsk === undefined ? {} : { canAsk }) });
    return report.rows.find(({ name }) => name === 'API keys');
  };

  it('says where they can be kept, and that a vault cannot be used', async () => {
    vi.doMock('@napi-rs/keyring', () => {
      throw new Error('not installed');
    });
    expect(await row({})).toMatchObject({
      state: 'warn',
      found: 'cannot be stored',
      hint: expect.stringContaining('PLUGWRIGHT_PASSPHRASE_FILE'),
    });
    expect(await row({ PLUGWRIGHT_PASSPHRASE: 'x' })).toMatchObject({ state: 'ok' });
    expect(await row({}, true)).toMatchObject({
      state: 'ok',
      found: `behind a passphrase, ${workspace.path('vault')}, when one is stored`,
    });
    const vault = openVault({
      directory: workspace.path('vault'),
      passphrase: async () => 'correct horse',
    });
    await vault.set('SOME_API_KEY', 'value', 'passphrase');
    expect(await row({})).toMatchObject({
      state: 'ok',
      found: `behind a passphrase, ${workspace.path('vault')}`,
    });
    await rm(workspace.path('vault'), { recursive: true });
    await workspace.write('vault', 'a file in its place');
    expect(await row({})).toMatchObject({ state: 'warn', found: 'the vault cannot be used' });
    vi.doUnmock('@napi-rs/keyring');
  });

  it('names the keyring where it keeps what it is given', async () => {
    const kept = new Map<string, string>();
    vi.doMock('@napi-rs/keyring', () => ({
      AsyncEntry: class {
        readonly #account: string;
        constructor(_service: string, account: string) {
          this.#account = account;
        }
        getPassword = async () => kept.get(this.#account);
        setPassword = async (text: string) => void kept.set(this.#account, text);
        deletePassword = async () => kept.delete(this.#account);
      },
    }));
    try {
      expect(await row({})).toEqual({
        name: 'API keys',
        state: 'ok',
        found: `OS keyring, ${workspace.path('vault')}, when one is stored`,
      });
      expect(kept.size).toBe(0);
    } finally {
      vi.doUnmock('@napi-rs/keyring');
    }
  });
});
