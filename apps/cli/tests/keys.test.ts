import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { catalogue } from '@plugwright/spec/text';
import type * as Vault from '@plugwright/vault';
import { isSecretName } from '@plugwright/vault/redact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { capture, runCli } from '../src/__fixtures__/run-cli.js';
import { createContext } from '../src/context.js';
import { openHiddenPrompt } from '../src/hidden-prompt.js';
import { main } from '../src/index.js';

// The vault as it is, but for the cost of guessing a passphrase, which stands in its file.
vi.mock('@plugwright/vault', async (original) => {
  const vault = await original<typeof Vault>();
  const openVault: typeof vault.openVault = (options) =>
    vault.openVault({ ...options, scryptN: 1024 });
  return { ...vault, openVault };
});

let cwd = '';
let env: Record<string, string> = {};
beforeEach(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-keys-')));
  await fs.writeFile(join(cwd, 'pass'), 'correct horse battery\n', { mode: 0o600 });
  env = { HOME: cwd, PLUGWRIGHT_PASSPHRASE_FILE: join(cwd, 'pass') };
});
afterEach(() => fs.rm(cwd, { recursive: true, force: true }));

const value = 'wJalrXUtnFEMI-K7MDENG-bPxRfiCYzz';
const keys = (argv: string[], options: Parameters<typeof runCli>[1] = {}) =>
  runCli(['keys', ...argv], { cwd, env, ...options });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;
const lock = ['--lock', 'passphrase'];

describe('plugwright keys', () => {
  it('stores a value from standard input or a file, lists it without the value, and removes it', async () => {
    const piped = await keys(['set', 'WEATHER_API_KEY', ...lock], { stdin: `${value}\n` });
    expect(piped.code).toBe(0);
    expect(piped.stdout).toMatch(
      /WEATHER_API_KEY is stored, locked with a passphrase \(id [0-9a-f]{16}\)/,
    );
    await fs.writeFile(join(cwd, 'secret'), 'ghp_from-a-file', { mode: 0o600 });
    const file = await keys(['set', 'GITHUB_TOKEN', '--from-file', 'secret', '--json'], {
      env: { ...env, GITHUB_TOKEN: 'ghp_from-the-environment' },
    });
    expect(json(file.stdout)).toMatchObject({
      ok: true,
      lock: 'passphrase',
      usedFrom: 'environment',
    });
    expect(file.stderr).toContain('goes before the vault');
    const listed = await keys(['list'], {
      env: { ...env, OPENAI_API_KEY: 'sk-from-env-1234567890' },
    });
    expect(listed.stdout).toMatch(/GITHUB_TOKEN +[0-9a-f]{16} +\d{4}-\d\d-\d\d +vault/);
    expect(listed.stdout).toMatch(/OPENAI_API_KEY +environment/);
    const data = json((await keys(['list', '--json'])).stdout);
    expect(data).toMatchObject({
      ok: true,
      lock: 'passphrase',
      keys: [{ name: 'GITHUB_TOKEN', from: 'vault' }, { name: 'WEATHER_API_KEY' }],
    });
    const removed = await keys(['rm', 'GITHUB_TOKEN', '--json']);
    expect(json(removed.stdout)).toEqual({ ok: true, removed: ['GITHUB_TOKEN'] });
    expect((await keys(['rm', 'GITHUB_TOKEN'])).stderr).toContain('PW_VAULT_UNKNOWN_KEY');
    for (const run of [piped, file, listed, removed])
      expect(run.stdout + run.stderr).not.toMatch(/wJalr|ghp_from/);
  });

  it('says that nothing is kept, and removes several at once', async () => {
    const bare = await keys(['list']);
    expect([bare.code, bare.stdout]).toEqual([0, '']);
    expect(bare.stderr).toContain('No key is stored');
    expect(json((await keys(['list', '--json'])).stdout)).toEqual({
      ok: true,
      lock: null,
      masterKey: null,
      keys: [],
    });
    await keys(['set', 'WEATHER_API_KEY', ...lock], { stdin: value });
    await keys(['set', 'GITHUB_TOKEN', ...lock], { stdin: value });
    const removed = await keys(['rm', 'WEATHER_API_KEY', 'GITHUB_TOKEN']);
    expect(removed.stdout).toBe('✔ WEATHER_API_KEY, GITHUB_TOKEN are gone from the vault.\n');
    expect((await keys(['list'])).stderr).toContain('No key is stored');
  });

  it('rotates, exports and imports', async () => {
    await keys(['set', 'WEATHER_API_KEY', ...lock], { stdin: value });
    await fs.writeFile(join(cwd, 'next'), 'another horse battery', { mode: 0o600 });
    const next = ['--new-passphrase-file', 'next'];
    const exported = await keys(['export', '--out', 'keys.vault', ...next]);
    expect(exported.stdout).toContain('plugwright keys import keys.vault');
    expect((await fs.stat(join(cwd, 'keys.vault'))).mode & 0o777).toBe(0o600);
    expect((await keys(['export', '--out', 'keys.vault', ...next])).stderr).toContain(
      'is there already',
    );
    expect(
      (await keys(['export', '--out', 'keys.vault', '--overwrite', ...next, '--json'])).code,
    ).toBe(0);
    expect((await keys(['export', '--out', join('none', 'keys'), ...next])).stderr).toContain(
      'ENOENT',
    );
    const rotated = await keys(['rotate', ...next]);
    expect(rotated.stdout).toContain('locked with a passphrase');
    expect((await keys(['set', 'OTHER_KEY'], { stdin: 'x' })).stderr).toContain(
      'PW_VAULT_PASSPHRASE',
    );
    const there = { ...env, PLUGWRIGHT_VAULT: join(cwd, 'there') };
    const imported = await keys(['import', 'keys.vault', ...next], { env: there });
    expect(imported.stdout).toContain('1 added, 0 replaced, 0 kept');
    const again = await keys(['import', 'keys.vault', ...next], { env: there });
    expect(again.stderr).toContain('Kept: WEATHER_API_KEY');
    expect((await keys(['import', 'keys.vault'], { env: there })).stderr).toContain(
      'PW_VAULT_PASSPHRASE_NEEDED',
    );
    expect((await keys(['import', 'none.vault', ...next], { env: there })).stderr).toContain(
      'PW_VAULT_READ',
    );
    await fs.writeFile(join(cwd, 'large'), 'x'.repeat(4 * 1024 * 1024 + 1));
    expect((await keys(['import', 'large', ...next])).stderr).toContain('4194304 bytes');
    for (const argv of [['import'], ['export'], ['set'], ['rm'], ['sing']])
      // oxlint-disable-next-line no-await-in-loop
      expect((await keys(argv)).code).toBe(2);
  });

  it('takes no value from an argument, and does not repeat it', async () => {
    for (const argv of [
      ['set', 'WEATHER_API_KEY', value],
      ['set', value],
      ['set', `WEATHER_API_KEY=${value}`],
      ['set', 'WEATHER_API_KEY', '--value', value],
      ['set', 'WEATHER_API_KEY', `--value=${value}`],
      ['rm', value],
      ['list', value],
      ['rotate', value],
      ['export', value, '--out', 'x'],
      ['import', 'x', value],
      ['set', 'WEATHER_API_KEY', 'ANOTHER_NAME_OR_VALUE_77'],
    ])
      for (const more of [[], ['--json'], ['--debug']]) {
        // oxlint-disable-next-line no-await-in-loop
        const run = await keys([...argv, ...more], { stdin: 'piped' });
        expect(run.code).toBe(2);
        expect(run.stderr).toContain('PW_CLI_KEY_ARGUMENT');
        expect(run.stdout + run.stderr).not.toContain(value);
        expect(run.stdout + run.stderr).not.toContain('VALUE_77');
      }
    expect(await fs.readdir(cwd)).toEqual(['pass']);
    const other = await keys([value]);
    expect(other.stderr).toContain('PW_CLI_USAGE');
    expect(other.stderr).not.toContain(value);
  });

  it('stores nothing where there is no safe place, and says what to do', async () => {
    const run = await keys(['set', 'A_KEY', ...lock], { env: { HOME: cwd }, stdin: value });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('PW_VAULT_NO_STORAGE');
    expect(run.stderr).toContain('PLUGWRIGHT_PASSPHRASE_FILE');
    expect((await keys(['set', 'A_KEY'], { stdin: '' })).stderr).toContain('PW_CLI_KEY_VALUE');
    const large = await keys(['set', 'A_KEY'], { stdin: 'x'.repeat(300_000) });
    expect(large.stderr).toContain('PW_SOURCE_TOO_LARGE');
    expect(await fs.readdir(cwd)).toEqual(['pass']);
  });

  it('asks for value and passphrase without showing them', async () => {
    const typed = async (argv: string[], lines: string) => {
      const modes: boolean[] = [];
      const stdin = Object.assign(new PassThrough(), {
        isTTY: true,
        setRawMode: (raw: boolean) => modes.push(raw),
      });
      const [stdout, stderr] = [capture(true), capture(true)];
      const run = main(['keys', ...argv, ...lock], {
        stdin,
        stdout: stdout.stream,
        stderr: stderr.stream,
        env: { HOME: cwd, NO_COLOR: '1' },
        cwd,
        signal: new AbortController().signal,
      });
      for (const line of lines.split('|')) {
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((resolve) => setTimeout(resolve, 15));
        stdin.write(line);
      }
      return { code: await run, shown: stdout.text() + stderr.text(), modes };
    };
    const set = await typed(['set', 'A_KEY'], `${value}\r|a long passphrase\r|a long passphrase\r`);
    expect(set).toMatchObject({ code: 0, modes: [true, false, true, false] });
    expect(set.shown).toContain('Value of A_KEY (not shown): ');
    expect(set.shown).not.toMatch(/wJalr|a long pass/);
    const differ = await typed(['rotate'], 'a new passphrase\r|another one 12\r');
    expect(differ.shown).toContain('not the same');
    const cancelled = await typed(['set', 'B_KEY'], 'abc\u0003');
    expect(cancelled.code).toBe(130);
    const get = await keys(['list', '--json']);
    expect(json(get.stdout)).toMatchObject({ keys: [{ name: 'A_KEY' }] });
  });
});

describe('a hidden prompt', () => {
  const prompt = () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const stop = new AbortController();
    const context = createContext(
      {
        stdin,
        stdout: capture().stream,
        stderr: capture().stream,
        env: {},
        cwd,
        signal: stop.signal,
      },
      { json: false, quiet: false, color: false, debug: false },
    );
    return { stdin, stop, open: openHiddenPrompt(context) };
  };

  it('knows the keys for editing, and keeps what is typed ahead', async () => {
    const { stdin, open } = prompt();
    stdin.write('wrong\u0015righx\u007ft\u001b[D\u001b[200~!\u001b[201~\u0001\rsecond\nth');
    expect(await open.ask('')).toBe('right!');
    expect(await open.ask('')).toBe('second');
    setTimeout(() => stdin.end('ird\u0004'), 5);
    expect(await open.ask('')).toBe('third');
    expect(await open.ask('')).toBeUndefined();
    open.close();
  });

  it('stops when the command is cancelled', async () => {
    const { stop, open } = prompt();
    setTimeout(() => stop.abort(new DOMException('Cancelled.', 'AbortError')), 5);
    await expect(open.ask('')).rejects.toMatchObject({ name: 'AbortError' });
    open.close();
  });
});

describe('the redactor', () => {
  it('knows every credential of the catalogue by its name', () => {
    const sensitive = catalogue.flatMap(({ env: all }) => all.filter((one) => one.sensitive));
    expect(sensitive.length).toBeGreaterThan(300);
    expect(
      sensitive
        .map(({ name }) => name)
        .filter((name) => !isSecretName(name) && !/_(?:URL|RPC)$/.test(name)),
    ).toEqual([]);
  });

  it('stands before everything that the command prints', async () => {
    const secret = 'Zx9-canary-in-the-environment-77';
    const own = { ...env, OPENAI_API_KEY: secret };
    for (const argv of [
      ['create', `${secret}.yaml`],
      ['create', `${secret}.yaml`, '--json', '--debug'],
      ['errors', secret],
      [secret],
      ['create', 'x', `--${secret}`],
      ['completion', secret, '--json'],
      ['spec', `https://user:${secret}@example.com/openapi.yaml`],
      ['verify', secret],
    ]) {
      // oxlint-disable-next-line no-await-in-loop
      const run = await runCli(argv, { cwd, env: own });
      expect(run.code).toBe(2);
      expect(run.stdout + run.stderr).not.toContain('canary');
    }
    const shown = await runCli(['spec', `${secret}.yaml`], { cwd, env: own });
    expect(shown.stderr).toContain('[redacted OPENAI_API_KEY].yaml');
  });
});
