import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './__fixtures__/run-cli.js';
import { version } from './version.js';

afterEach(() => {
  vi.doUnmock('./commands/schema.js');
});

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('the command line', () => {
  it('prints help and version on stdout', async () => {
    const help = await runCli(['--help']);
    expect(help.code).toBe(0);
    for (const name of [
      'create',
      'add',
      'spec',
      'verify',
      'doctor',
      'completion',
      'schema',
      'errors',
    ])
      expect(help.stdout).toContain(`\n  ${name} `);
    expect(help.stderr).toBe('');
    expect(await runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect((await runCli(['help', 'create'])).stdout).toContain('--max-actions');
  });

  it('ends with 2 on bad usage, and says what was meant', async () => {
    const typo = await runCli(['craete', 'x.yaml']);
    expect(typo.code).toBe(2);
    expect(typo.stderr).toContain('create');
    expect((await runCli([])).code).toBe(2);
    expect((await runCli(['create'])).code).toBe(2);
    expect((await runCli(['create', 'x', '--nonsense'])).code).toBe(2);
    expect((await runCli(['add', 'action'])).stderr).toContain('--from');
  });

  it('tells usage errors as one JSON document with --json', async () => {
    for (const argv of [
      ['--json'],
      ['create', '--json'],
      ['create', 'x', '--nonsense', '--json'],
    ]) {
      const run = await runCli(argv);
      expect(run.code).toBe(2);
      expect(json(run.stdout)).toMatchObject({ ok: false, error: { code: 'PW_CLI_USAGE' } });
      expect(run.stderr).not.toBe('');
    }
  });

  it('paints help only where colours are wanted', async () => {
    // oxlint-disable-next-line no-control-regex
    const painted = /\u001b\[/;
    expect((await runCli(['--help'], { tty: true })).stdout).toMatch(painted);
    expect((await runCli(['--help'], { tty: true, env: { NO_COLOR: '1' } })).stdout).not.toMatch(
      painted,
    );
    expect((await runCli(['--help', '--no-color'], { tty: true })).stdout).not.toMatch(painted);
    expect((await runCli(['--help'], { env: { FORCE_COLOR: '1' } })).stdout).toMatch(painted);
  });

  it('tells a fault of our own with 3, and its stack only with --debug', async () => {
    vi.doMock('./commands/schema.js', () => ({
      schema: () => Promise.reject(new TypeError('boom', { cause: 'a pebble' })),
    }));
    const plain = await runCli(['schema']);
    expect(plain.code).toBe(3);
    expect(plain.stderr).toContain('PW_INTERNAL');
    expect(plain.stderr).not.toContain('cli.test.ts');
    const debug = await runCli(['schema', '--debug', '--json']);
    expect(debug.stderr).toContain('cli.test.ts');
    expect(debug.stderr).toContain('caused by: a pebble');
    expect(json(debug.stdout)).toMatchObject({
      ok: false,
      error: { code: 'PW_INTERNAL', message: 'boom' },
    });
    vi.doMock('./commands/schema.js', () => ({ schema: () => Promise.reject('text') }));
  });

  it('ends with 130 when it was cancelled', async () => {
    vi.doMock('./commands/schema.js', () => ({
      schema: () => Promise.reject(new DOMException('stop', 'AbortError')),
    }));
    const run = await runCli(['schema', '--json'], { signal: AbortSignal.abort() });
    expect(run.code).toBe(130);
    expect(json(run.stdout)).toMatchObject({ ok: false, error: { code: 'PW_CANCELLED' } });
  });
});

describe('plugwright errors', () => {
  it('lists all codes, and explains one in any case', async () => {
    const all = await runCli(['errors']);
    expect(all.stdout.split('\n').length).toBeGreaterThan(50);
    expect(all.stdout).toContain('PW_SPEC_NAME_RESERVED');
    const one = await runCli(['errors', 'pw_spec_name_reserved']);
    expect(one.stdout).toMatch(/^PW_SPEC_NAME_RESERVED {2}exit 2\n.+\n {2}hint: .+\n$/);
    expect(json((await runCli(['errors', 'PW_INTERNAL', '--json'])).stdout)).toMatchObject({
      code: 'PW_INTERNAL',
      exit: 3,
    });
    expect(Object.keys(json((await runCli(['errors', '--json'])).stdout))).toContain(
      'PW_CLI_USAGE',
    );
  });

  it('proposes a code for a misspelt one, and ends with 2', async () => {
    const near = await runCli(['errors', 'PW_SPEC_NAME_RESERVD']);
    expect(near).toMatchObject({ code: 2, stdout: '' });
    expect(near.stderr).toContain('Did you mean PW_SPEC_NAME_RESERVED?');
    const far = await runCli(['errors', 'whatever', '--json']);
    expect(json(far.stdout)).toMatchObject({ error: { code: 'PW_CLI_CODE_UNKNOWN' } });
  });
});

describe('plugwright schema', () => {
  it('prints a JSON Schema that knows the spec', async () => {
    const run = await runCli(['schema']);
    expect(run.code).toBe(0);
    expect(json(run.stdout)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

describe('plugwright completion', () => {
  it('prints a bash script that bash accepts and that completes', async () => {
    const { stdout, code } = await runCli(['completion', 'bash']);
    expect(code).toBe(0);
    execFileSync('bash', ['-n'], { input: stdout });
    const complete = (...words: string[]) =>
      execFileSync('bash', ['--norc'], {
        input: `${stdout}\nCOMP_WORDS=(${words.map((w) => `'${w}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _plugwright; printf '%s\\n' "\${COMPREPLY[@]}"`,
        encoding: 'utf8',
      })
        .trim()
        .split('\n');
    expect(complete('plugwright', 'cr')).toEqual(['create']);
    expect(complete('plugwright', 'create', '--dry')).toEqual(['--dry-run']);
    expect(complete('plugwright', 'add', 'pro')).toEqual(['provider']);
    expect(complete('plugwright', 'verify', '--gates', 'b')).toEqual(['bundle', 'boot']);
    expect(complete('plugwright', 'create', '--methods', 'PA')).toEqual(['PATCH']);
  });

  it('prints scripts for zsh and fish that name every command', async () => {
    for (const shell of ['zsh', 'fish']) {
      const { stdout } = await runCli(['completion', shell]);
      for (const name of ['create', 'add', 'spec', 'verify', 'doctor', 'errors'])
        expect(stdout).toContain(name);
      expect(stdout).toContain('max-actions');
      expect(stdout).toContain('plugin');
    }
    expect(json((await runCli(['completion', 'fish', '--json'])).stdout)).toMatchObject({
      shell: 'fish',
    });
  });

  it('refuses other shells with the ones it knows', async () => {
    const run = await runCli(['completion', 'tcsh']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('bash, zsh, fish');
  });
});
