import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

const hello = `specVersion: 1
name: plugin-hello
description: Says hello.
actions:
  - name: HELLO_GREET
    description: Greets somebody by name.
    parameters:
      - { name: who, required: true, schema: { type: string, maxLength: 50 }, examples: [Ada] }
    run: { kind: text, template: 'Hello {who}!' }
environment:
  - { name: HELLO_MOOD, description: How we feel., required: true }
permissions:
  environment:
    - { name: HELLO_MOOD, reason: To be polite. }
`;
const petstore = join(import.meta.dirname, '..', '..', '..', 'examples', 'petstore.yaml');

let cwd = '';
let server: Server | undefined;
beforeEach(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-cli-')));
  await fs.writeFile(join(cwd, 'hello.yaml'), hello);
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await fs.rm(cwd, { recursive: true, force: true });
});
const cli = (argv: string[], options: Parameters<typeof runCli>[1] = {}) =>
  runCli(argv, { cwd, ...options });
const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe('plugwright create', { timeout: 120_000 }, () => {
  it('makes a plugin, runs the gates, and prints what each action answered', async () => {
    const run = await cli(['create', petstore]);
    expect(run.stderr).toContain('✔ tests');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('in a real AgentRuntime (@elizaos/core 1.7.2)');
    for (const said of ['PET_STORE_LIST_PETS', 'Momo', 'PET_STORE_GET_STOCK', 'cat: 12'])
      expect(run.stdout).toContain(said);
    expect(run.stdout).toMatch(
      /plugin-pet-store works: 5 gates passed in [\d.]+ s, (?:in a sandbox \(|isolation: )\w+/,
    );
    expect(run.stderr).toContain('cd plugin-pet-store && npm install && npm test');
    expect(existsSync(join(cwd, 'plugin-pet-store', 'src', 'index.ts'))).toBe(true);
  });

  it('refuses less isolation than is required, before it writes anything', async () => {
    vi.stubEnv('PLUGWRIGHT_ISOLATION', 'restricted');
    try {
      const run = await cli(['create', 'hello.yaml', '--require-isolation', 'sandbox', '--json']);
      expect(run.code).toBe(2);
      expect(json(run.stdout)).toMatchObject({
        ok: false,
        error: { code: 'PW_SANDBOX_REQUIRED', hint: expect.stringContaining('bubblewrap') },
      });
      expect(await fs.readdir(cwd)).toEqual(['hello.yaml']);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('gives one JSON document with --json, and everything else on stderr', async () => {
    const run = await cli(['create', 'hello.yaml', '--out', 'x', '--json', '--no-verify']);
    expect(run.code).toBe(0);
    expect(json(run.stdout)).toMatchObject({
      ok: true,
      outcome: 'written',
      kind: 'spec',
      name: 'plugin-hello',
      directory: join(cwd, 'x'),
      actions: ['HELLO_GREET'],
    });
    expect(run.stderr).toContain('✔ write');
    const broken = await cli(['create', 'nothing.yaml', '--json']);
    expect(json(broken.stdout)).toMatchObject({
      ok: false,
      error: { code: 'PW_SOURCE_NOT_FOUND' },
    });
  });

  it('writes only with --no-verify, and says how to go on', async () => {
    const run = await cli(['create', 'hello.yaml', '--no-verify']);
    expect(run.stdout).toBe('✔ plugin-hello is in plugin-hello, not verified.\n');
    expect(run.stderr).toContain('plugwright verify plugin-hello');
    expect(run.stderr).toContain('fill in HELLO_MOOD');
    const quiet = await cli(['create', 'hello.yaml', '--no-verify', '--yes', '--quiet']);
    expect(quiet.stderr).toBe('');
  });

  it('prints tree and diff with --dry-run, and writes nothing', async () => {
    const run = await cli(['create', 'hello.yaml', '--dry-run']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/\n {2}src\/\n/);
    expect(run.stdout).toContain('+   index.ts');
    expect(run.stdout).toContain('+++ b/src/index.ts');
    expect(await fs.readdir(cwd)).toEqual(['hello.yaml']);
    const data = json((await cli(['create', 'hello.yaml', '-n', '--json'])).stdout);
    expect(data).toMatchObject({ ok: true, outcome: 'planned' });
    expect(data['diff']).toContain('+++ b/package.json');
  });

  it('shows the diff of a directory that is not empty, and writes only with --yes', async () => {
    await fs.mkdir(join(cwd, 'plugin-hello'));
    await fs.writeFile(join(cwd, 'plugin-hello', 'mine.txt'), 'mine');
    const no = await cli(['create', 'hello.yaml', '--no-verify']);
    expect(no.code).toBe(2);
    expect(no.stderr).toContain('PW_CREATE_DIRECTORY_EXISTS');
    expect(no.stderr).toContain('--yes');
    expect(no.stdout).toContain('+++ b/src/index.ts');
    expect(await fs.readdir(join(cwd, 'plugin-hello'))).toEqual(['mine.txt']);
    expect((await cli(['create', 'hello.yaml', '--no-verify', '--yes'])).code).toBe(0);
    expect(await fs.readdir(join(cwd, 'plugin-hello'))).toContain('src');
  });

  it('asks a person at a terminal, once the diff was shown', async () => {
    await fs.mkdir(join(cwd, 'plugin-hello'));
    await fs.writeFile(join(cwd, 'plugin-hello', 'mine.txt'), 'mine');
    const argv = ['create', 'hello.yaml', '--no-verify'];
    const no = await cli(argv, { answer: 'no' });
    expect(no.code).toBe(2);
    expect(no.stdout).toContain('+++ b/src/index.ts');
    expect(no.stderr).toContain('Write this into plugin-hello? [y/N]');
    expect(await fs.readdir(join(cwd, 'plugin-hello'))).toEqual(['mine.txt']);
    const machine = await cli([...argv, '--json'], { answer: 'yes' });
    expect(machine.code).toBe(2);
    expect((await cli(argv, { answer: 'yes' })).code).toBe(0);
    expect(await fs.readdir(join(cwd, 'plugin-hello'))).toContain('src');
  });

  it('says that it waits for a person to type the source', async () => {
    const run = await cli(['create', '-', '--dry-run'], { answer: 'specVersion: 1' });
    expect(run.stderr).toContain('Reading standard input');
    expect(run.code).toBe(2);
    const debug = await cli(['create', '-', '--dry-run', '--debug'], { stdin: hello });
    expect(debug.stderr).toContain('debug: stdin: spec');
  });

  it('never writes through a link that somebody planted', async () => {
    await fs.mkdir(join(cwd, 'outside'));
    await fs.mkdir(join(cwd, 'out'));
    await fs.symlink(join(cwd, 'outside'), join(cwd, 'out', 'src'));
    const run = await cli(['create', 'hello.yaml', '--out', 'out', '--yes', '--no-verify']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('symbolic link');
    expect(await fs.readdir(join(cwd, 'outside'))).toEqual([]);
    expect(await fs.readdir(join(cwd, 'out'))).toEqual(['src']);
  });

  it('leaves what it made when a gate fails, and says where, why and how to go on', async () => {
    await cli(['create', 'hello.yaml', '--no-verify']);
    await fs.writeFile(
      join(cwd, 'plugin-hello', 'src', 'extra.ts'),
      'export const n: number = "x";\n',
    );
    const run = await cli(['create', 'hello.yaml', '--yes']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('✖ types');
    expect(run.stderr).toContain('src/extra.ts:1:14');
    expect(run.stderr).toContain('What was made is in plugin-hello.');
    expect(run.stderr).toContain('plugwright verify plugin-hello');
    expect(existsSync(join(cwd, 'plugin-hello', 'src', 'index.ts'))).toBe(true);
    const data = json((await cli(['create', 'hello.yaml', '--yes', '--json'])).stdout);
    expect(data).toMatchObject({ ok: false, outcome: 'failed', report: { ok: false } });
  });

  it('shows code, line, text and hint of a broken document', async () => {
    await fs.writeFile(join(cwd, 'bad.yaml'), hello.replace('kind: text', 'kind: poem'));
    const run = await cli(['create', 'bad.yaml']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/error PW_SPEC_\w+ {2}bad\.yaml:9:\d+\n/);
    expect(run.stderr).toContain('9 │     run: { kind: poem');
    expect(run.stderr).toMatch(/│ +\^\n/);
    expect(run.stderr).toContain('hint:');
    expect(run.stderr).not.toContain('    at ');
    expect(await fs.readdir(cwd)).not.toContain('plugin-hello');
  });

  it('reads standard input and URLs, private ones only when allowed', async () => {
    const piped = await cli(['create', '-', '--no-verify'], { stdin: hello });
    expect(piped.code).toBe(0);
    const text = await fs.readFile(petstore, 'utf8');
    server = createServer((_request, response) => response.end(text));
    await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api.yaml`;
    expect((await cli(['create', url])).stderr).toContain('PW_FETCH_SCHEME');
    expect((await cli(['create', url, '--allow-http'])).stderr).toContain('PW_FETCH_PRIVATE');
    const fetched = await cli(['create', url, '--allow-http', '--allow-private', '--no-verify']);
    expect(fetched.code).toBe(0);
    expect(existsSync(join(cwd, 'plugin-pet-store', 'package.json'))).toBe(true);
  });

  it('chooses operations', async () => {
    const names = async (...argv: string[]) =>
      json((await cli(['create', petstore, '--dry-run', '--json', ...argv])).stdout)['actions'];
    expect(await names('--operations', 'getPet,GET /store/stock')).toEqual([
      'PET_STORE_GET_PET',
      'PET_STORE_GET_STOCK',
    ]);
    expect(await names('--tags', 'adoptions', '--methods', 'post')).toEqual([
      'PET_STORE_ADOPT_PET',
    ]);
    expect(await names('--max-actions', '2')).toHaveLength(2);
    expect(await names('--paths', '/store/*', '--name', 'plugin-shop-window')).toEqual([
      'SHOP_WINDOW_GET_STOCK',
    ]);
    const lazy = await cli(['create', petstore, '--lazy', '--max-actions', '1', '--dry-run']);
    expect(lazy.stdout).toContain('search');
    const found = await cli(['spec', petstore, '--lazy', '--max-actions', '1']);
    expect(found.stderr).toMatch(
      /1 of 9 operations became actions; PET_STORE_\w+ finds the others/,
    );
    const some = await cli(['create', petstore, '--max-actions', '2', '--no-verify']);
    expect(some.stderr).toContain('2 of 9 operations became actions');
  });

  it('refuses values that an option cannot have', async () => {
    for (const argv of [
      ['--max-actions', 'many'],
      ['--max-actions', '0'],
      ['--external-refs', 'everywhere'],
      ['--target', 'cobol'],
      ['--name', 'plugin-../../x'],
    ]) {
      const run = await cli(['create', petstore, '--dry-run', ...argv]);
      expect([argv[1], run.code]).toEqual([argv[1], 2]);
      expect(run.stderr).toContain('hint:');
    }
  });

  it('paints only where colours are wanted', async () => {
    // oxlint-disable-next-line no-control-regex
    const painted = /\u001b\[/;
    const argv = ['create', 'hello.yaml', '--dry-run'];
    expect((await cli(argv)).stdout).not.toMatch(painted);
    expect((await cli(argv, { env: { FORCE_COLOR: '1' } })).stdout).toMatch(painted);
    expect((await cli([...argv, '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toMatch(
      painted,
    );
  });

  it('shows a moving list on a terminal', async () => {
    const run = await cli(['create', 'hello.yaml'], { tty: true });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('tests');
    expect(run.stdout).toContain('HELLO_GREET');
    const failing = join(cwd, 'plugin-hello', 'src', 'extra.ts');
    await fs.writeFile(failing, 'export const n: number = "x";\n');
    const failed = await cli(['verify', 'plugin-hello'], { tty: true });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('did not run');
  });

  it('stops at Ctrl-C with 130', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new DOMException('Cancelled.', 'AbortError')), 700);
    const run = await cli(['create', petstore, '--json'], { signal: stop.signal });
    expect(run.code).toBe(130);
    expect(json(run.stdout)).toMatchObject({ ok: false, error: { code: 'PW_CANCELLED' } });
  });
});
