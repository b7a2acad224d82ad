import { isAscii } from 'node:buffer';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand } from './__fixtures__/build-command.js';

const app = join(import.meta.dirname, '..');
const petstore = join(app, '..', '..', 'examples', 'petstore.yaml');
let dist = '';
let cwd = '';

beforeAll(async () => {
  dist = await buildCommand();
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-process-')));
});
afterAll(async () => {
  await fs.rm(dist, { recursive: true, force: true });
  await fs.rm(cwd, { recursive: true, force: true });
});

function start(argv: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(dist, 'main.cjs'), ...argv], {
    cwd,
    env: {
      ...process.env,
      NO_COLOR: '',
      FORCE_COLOR: '',
      TMPDIR: cwd,
      XDG_CACHE_HOME: join(cwd, 'cache'),
      PLUGWRIGHT_HOME: join(cwd, 'home'),
      ...env,
    },
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (text.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text.stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...text })),
  );
  return { child, text, ended };
}

/** Command lines of other processes that mention `word` (Linux). */
const processesWith = (word: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
      } catch {
        return false;
      }
    });

describe('the bundled command, as a process', { timeout: 120_000 }, () => {
  it('makes a verified plugin', async () => {
    const run = await start(['create', petstore, '--json']).ended;
    expect(run.stderr).toContain('✔ tests');
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, outcome: 'verified' });
    expect(readdirSync(cwd).filter((name) => name.startsWith('plugwright-'))).toEqual([]);
  });

  it('adds a component to what it made', async () => {
    const made = ['create', petstore, '--operations', 'getPet', '--no-verify', '--out', 'more'];
    expect((await start(made).ended).code).toBe(0);
    const argv = ['add', 'action', 'getStock', '--from', petstore, '--dir', 'more', '--yes'];
    const run = await start(argv).ended;
    expect(run.stderr).not.toContain('error');
    expect(run.stdout).toContain('✔ PET_STORE_GET_STOCK is in more.');
  });

  it('is ASCII, which loads sooner', () => {
    expect(isAscii(readFileSync(join(dist, 'program.cjs')))).toBe(true);
  });

  it('carries the licences of what is inside', () => {
    const text = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
    for (const name of ['zod', 'yaml', 'commander', 'handlebars', 'listr2'])
      expect(text).toMatch(new RegExp(`^${name} \\d.* \\([A-Z]+\\)$`, 'm'));
  });

  it('keeps compiled code, and works the same with it and without', async () => {
    const cache = join(cwd, 'kept');
    const code = join(cache, 'plugwright', 'code');
    const make = async (out: string, env: Record<string, string>) => {
      const run = await start(['create', petstore, '--no-verify', '--out', out], env).ended;
      expect(run.stderr).toContain('✔ write');
      return run.code;
    };
    expect(await make('without', { NODE_DISABLE_COMPILE_CACHE: '1', XDG_CACHE_HOME: cache })).toBe(
      0,
    );
    expect(existsSync(cache)).toBe(false);
    expect(await make('first', { XDG_CACHE_HOME: cache })).toBe(0);
    const [name = ''] = readdirSync(code);
    expect(name).toMatch(/^create-/);
    const before = (await fs.stat(join(code, name))).mtimeMs;
    expect(await make('second', { XDG_CACHE_HOME: cache })).toBe(0);
    expect((await fs.stat(join(code, name))).mtimeMs).toBe(before);
    expect(readdirSync(code)).toEqual([name]);
    // No home to keep it in.
    expect(await make('third', { XDG_CACHE_HOME: join(petstore, 'file') })).toBe(0);
  });

  it('gives the exit codes that scripts rely on', async () => {
    const codes = await Promise.all(
      [['--version'], ['errors', 'nope'], ['create', 'nothing.yaml'], ['nonsense']].map(
        async (argv) => (await start(argv).ended).code,
      ),
    );
    expect(codes).toEqual([0, 2, 2, 2]);
  });

  it('loads only what a command needs', async () => {
    const trace = join(cwd, 'trace.mjs');
    const hook = `import { writeSync } from 'node:fs';
      export async function resolve(name, context, next) {
        const found = await next(name, context);
        writeSync(2, 'LOAD ' + found.url + '\\n');
        return found;
      }`;
    // Both kinds of modules.
    await fs.writeFile(
      trace,
      `import Module, { register } from 'node:module';
       import { writeSync } from 'node:fs';
       register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
       const resolve = Module._resolveFilename;
       Module._resolveFilename = function (...given) {
         const found = resolve.apply(this, given);
         if (found.includes('/')) writeSync(2, 'LOAD ' + found + '\\n');
         return found;
       };`,
    );
    const loads = async (argv: string[]) => {
      const { stderr } = await start(argv, { NODE_OPTIONS: `--import=${trace}` }).ended;
      return stderr.split('\n').filter((line) => line.startsWith('LOAD '));
    };
    const version = await loads(['--version']);
    expect(version.filter((line) => line.includes(dist)).length).toBeLessThanOrEqual(10);
    expect(version.filter((line) => line.includes('node_modules') && !line.includes(dist))).toEqual(
      [],
    );
    const create = (await loads(['create', petstore, '--no-verify', '--out', 'traced'])).join('\n');
    expect(create).toMatch(/oxfmt\.[\w-]+\.node/);
    expect(create).not.toMatch(
      /node_modules\/(?:zod|yaml|js-yaml|handlebars|commander|ts-morph|typescript|esbuild|vitest)\//,
    );
    expect(create).not.toContain('@elizaos');
  });

  it('ends with 130 at SIGINT, with no process and no directory left behind', async () => {
    const { child, text, ended } = start(['create', petstore, '--out', 'stopped']);
    for (let i = 0; i < 400 && !text.stderr.includes('✔ bundle'); i++) await wait(25);
    child.kill('SIGINT');
    const run = await ended;
    expect(run.code).toBe(130);
    expect(run.stderr).toContain('Cancelled.');
    expect(existsSync(join(cwd, 'stopped', 'package.json'))).toBe(true);
    await wait(200);
    expect(processesWith(cwd)).toEqual([]);
    expect(readdirSync(cwd).filter((name) => name.startsWith('plugwright-'))).toEqual([]);
  });

  it('does not wait for standard input when it is cancelled', async () => {
    const { child, text, ended } = start(['create', '-', '--debug']);
    for (let i = 0; i < 400 && !text.stderr.includes('debug: waiting'); i++) await wait(25);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it('does not mind that nobody reads its output', async () => {
    const { child, ended } = start(['errors']);
    child.stdout.destroy();
    expect((await ended).code).toBe(0);
  });
});
