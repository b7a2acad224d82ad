import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { bubblewrapIsHere } from './__fixtures__/bubblewrap.js';
import { hostileArguments } from './__fixtures__/hostile-arguments.js';
import { findIsolation } from './find-isolation.js';
import { processesOfRun } from './process-tree.js';
import { run } from './run.js';
import type { RunOptions } from './run-options.js';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-box-')));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const workspace = join(base, 'work');
const out = join(base, 'out');
beforeEach(() => {
  for (const each of [workspace, out]) {
    rmSync(each, { recursive: true, force: true });
    mkdirSync(each);
  }
});
const MiB = 1024 ** 2;

const node = (script: string, options: Partial<RunOptions> = {}) =>
  run({
    command: process.execPath,
    workspace,
    isolation: 'bubblewrap',
    ...options,
    args: ['-e', script, '--', ...((options.args as string[]) ?? [])],
  });

describe.runIf(bubblewrapIsHere)('run, in a sandbox', () => {
  it('says how the program ended, what it wrote and how far away it was', async () => {
    const result = await node(
      'console.log("out"); console.error("err"); require("fs").writeSync(3, "result"); process.exitCode = 3',
      { channel: true },
    );
    expect(result).toMatchObject({
      code: 3,
      signal: null,
      cancelled: false,
      stdout: 'out\n',
      stderr: 'err\n',
      channel: 'result',
      truncated: false,
      level: 'sandbox',
      driver: 'bubblewrap',
    });
    expect(result.limit).toBe(undefined);
  });

  it('hands 50 hostile arguments over byte for byte', async () => {
    const result = await node('console.log(JSON.stringify(process.argv.slice(1)))', {
      args: hostileArguments,
    });
    expect(JSON.parse(result.stdout)).toEqual(hostileArguments);
  });

  it('gives standard input, and an environment of nothing but what is named', async () => {
    const result = await node(
      'process.stdin.on("data", (text) => console.log(String(text), JSON.stringify(process.env)))',
      { input: ({ workspace: inside }) => `at ${inside}`, env: { GIVEN: 'yes' } },
    );
    expect(result.stdout).toMatch(/^at \/box\/work /);
    const seen = JSON.parse(result.stdout.slice('at /box/work '.length)) as Record<string, string>;
    expect(Object.keys(seen).sort()).toEqual(
      'GIVEN HOME LANG PATH PLUGWRIGHT_RUN PWD TEMP TMP TMPDIR'.split(' '),
    );
  });

  it('copies the workspace in, with links to read-only directories, and leaves it as it is', async () => {
    const store = join(base, 'store', 'node_modules');
    mkdirSync(join(store, 'lib'), { recursive: true });
    writeFileSync(join(store, 'lib', 'index.js'), 'module.exports = "from the store"');
    mkdirSync(join(workspace, 'node_modules'));
    mkdirSync(join(workspace, 'src'));
    writeFileSync(join(workspace, 'src', 'a.txt'), 'a');
    symlinkSync(join(store, 'lib'), join(workspace, 'node_modules', 'lib'));
    symlinkSync('src/a.txt', join(workspace, 'inner'));
    symlinkSync('/etc/passwd', join(workspace, 'outer'));
    symlinkSync('/nowhere', join(workspace, 'dangling'));
    const result = await node(
      `const fs = require('fs');
       console.log(require('lib'), fs.readFileSync('inner', 'utf8'), fs.readdirSync('.').join());
       fs.writeFileSync('src/a.txt', 'changed');`,
      { readOnly: [store] },
    );
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toBe('from the store a inner,node_modules,src\n');
    expect(readFileSync(join(workspace, 'src', 'a.txt'), 'utf8')).toBe('a');
  });

  it('reads a store that only its owner can reach', async () => {
    const home = join(base, 'closed');
    mkdirSync(join(home, 'node_modules', 'lib'), { recursive: true });
    writeFileSync(join(home, 'node_modules', 'lib', 'index.js'), 'module.exports = "reached"');
    chmodSync(home, 0o700);
    const result = await node('console.log(require(process.argv[1]))', {
      readOnly: [join(home, 'node_modules')],
      args: ['/deps/0/node_modules/lib'],
    });
    expect(result.stdout).toBe('reached\n');
  });

  it('copies results out, and no planted link with them', async () => {
    const secret = join(base, 'secret');
    writeFileSync(secret, 'secret');
    const result = await node(
      `const fs = require('fs');
       fs.mkdirSync('report/deep', { recursive: true });
       fs.writeFileSync('report/deep/a.json', '{}');
       fs.symlinkSync(${JSON.stringify(secret)}, 'report/link');
       fs.symlinkSync('/', 'report/root');
       fs.linkSync('report/deep/a.json', 'report/hard');
       fs.writeFileSync('other', '');`,
      { copyOut: { to: out, paths: ['report'] } },
    );
    expect(result.copied?.files).toEqual([]);
    expect(result.copied?.skipped.map(({ path }) => path).sort()).toEqual([
      'report/deep/a.json',
      'report/hard',
      'report/link',
      'report/root',
    ]);
    const again = await node('require("fs").writeFileSync("a.json", "{}")', {
      copyOut: { to: out },
    });
    expect(again.copied?.files).toEqual(['a.json']);
    expect(readdirSync(out)).toEqual(['a.json']);
  });

  it('refuses to copy out more than is allowed', async () => {
    const script = 'for (let i = 0; i < 20; i++) require("fs").writeFileSync("f" + i, "x")';
    await expect(node(script, { copyOut: { to: out, maxFiles: 5 } })).rejects.toMatchObject({
      code: 'PW_COPY_LIMIT',
    });
  });

  it.each([
    [
      'a write of 10 GB',
      'const fs = require("fs"); const file = fs.openSync("big", "w"); const chunk = Buffer.alloc(1e6); for (let i = 0; i < 10_000; i++) fs.writeSync(file, chunk)',
      { workspaceBytes: 16 * MiB },
      'workspaceBytes',
    ],
    [
      'a write of many small files',
      'const fs = require("fs"); for (let i = 0; i < 1e7; i++) { fs.writeFileSync("f" + i, ""); }',
      { workspaceFiles: 1000 },
      'workspaceFiles',
    ],
    ['an endless loop', 'while (true);', { cpuMs: 1000 }, 'cpuMs'],
    ['an endless wait', 'setInterval(() => {}, 1000)', { wallMs: 700 }, 'wallMs'],
    [
      'a flood of output',
      'const line = "x".repeat(65536); for (;;) require("fs").writeSync(1, line)',
      { floodBytes: MiB, outputBytes: 1000 },
      'floodBytes',
    ],
  ])('ends %s at its limit', async (_name, script, limits, limit) => {
    const result = await node(script, { limits: { wallMs: 20_000, ...limits } });
    expect(result.limit).toBe(limit);
    expect(result.code).not.toBe(0);
    expect(result.stdout.length).toBeLessThanOrEqual(1024 ** 2);
  });

  it('ends 4 GB of buffers', async () => {
    const result = await node(
      'const all = []; for (let i = 0; i < 400; i++) all.push(Buffer.alloc(10e6, 1)); console.log("got it")',
      { limits: { memoryBytes: 300 * MiB, wallMs: 20_000 } },
    );
    expect(result.code).not.toBe(0);
    expect(result.stdout).toBe('');
    expect(result.peakMemoryBytes ?? 0).toBeLessThan(450 * MiB);
  });

  it('keeps a fork bomb below its limit, and ends it', async () => {
    const result = await node(
      `const { spawn } = require('child_process');
       let most = 0;
       setInterval(() => { most = Math.max(most, require('fs').readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length); }, 20);
       setTimeout(() => { console.log(most); }, 1000);
       (function bomb() { spawn('/usr/bin/sleep', ['100']).on('error', () => {}); setTimeout(bomb, 0); })();`,
      { limits: { processes: 40, wallMs: 1800 } },
    );
    expect(result.limit).toBe('wallMs');
    expect(Number(result.stdout)).toBeGreaterThan(10);
    expect(Number(result.stdout)).toBeLessThanOrEqual(40);
  });

  it('asks the program to end, and ends one that does not listen', async () => {
    const deaf = await node(
      'process.on("SIGTERM", () => console.log("no")); setInterval(() => {}, 9)',
      {
        limits: { wallMs: 700 },
        graceMs: 150,
      },
    );
    expect(deaf).toMatchObject({ limit: 'wallMs', stdout: 'no\n', code: null, signal: 'SIGKILL' });
    const polite = await node(
      'process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 9)',
      {
        limits: { wallMs: 700 },
      },
    );
    expect(polite).toMatchObject({ limit: 'wallMs', code: 7 });
  });

  it('stops when cancelled, with all that the program started', async () => {
    const controller = new AbortController();
    const result = await node(
      `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 9)'], { detached: true, stdio: 'ignore' }).unref();
       console.log(process.env.PLUGWRIGHT_RUN); setInterval(() => {}, 9);`,
      { signal: controller.signal, onOutput: () => controller.abort() },
    );
    expect(result).toMatchObject({ cancelled: true, signal: 'SIGTERM' });
    expect(processesOfRun(result.stdout.trim())).toEqual([]);
  });

  it('does not start when it is already cancelled', async () => {
    const result = await node('', { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ cancelled: true, code: null, durationMs: 0 });
  });

  it('leaves no daemon behind', async () => {
    const result = await node(
      `require('child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 9)'], { detached: true, stdio: 'ignore' }).unref();
       setTimeout(() => console.log(process.env.PLUGWRIGHT_RUN), 100);`,
    );
    expect(result.code).toBe(0);
    expect(processesOfRun(result.stdout.trim())).toEqual([]);
  });

  it('dies with whoever started it, also by SIGKILL', async () => {
    const bundle = join(base, 'parent.mjs');
    await build({
      stdin: {
        contents: `
          import { run } from './run.js';
          await run({
            command: process.execPath,
            workspace: ${JSON.stringify(workspace)},
            isolation: 'bubblewrap',
            args: ['-e', 'console.log(process.env.PLUGWRIGHT_RUN); process.on("SIGTERM", () => {}); setInterval(() => {}, 9)'],
            onOutput: (_stream, text) => process.stdout.write(text),
          });`,
        resolveDir: import.meta.dirname,
      },
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@plugwright/source'],
      logLevel: 'silent',
    });
    const parent = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
    const marker = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (chunk: Buffer) => resolve(String(chunk).trim())),
    );
    expect(processesOfRun(marker)).toHaveLength(1);
    parent.kill('SIGKILL');
    await expect.poll(() => processesOfRun(marker), { timeout: 5000 }).toEqual([]);
  });

  it('names what a program cannot be started with', async () => {
    await expect(
      run({ command: join(base, 'tool'), workspace, isolation: 'bubblewrap' }),
    ).rejects.toMatchObject({ code: 'PW_SANDBOX_COMMAND' });
    writeFileSync(join(workspace, 'large'), Buffer.alloc(2000));
    await expect(node('', { limits: { workspaceBytes: 1000 } })).rejects.toMatchObject({
      code: 'PW_SANDBOX_WORKSPACE',
    });
    rmSync(join(workspace, 'large'));
    for (let i = 0; i < 2502; i++) writeFileSync(join(workspace, `f${i}`), '');
    await expect(node('')).rejects.toMatchObject({
      code: 'PW_SANDBOX_WORKSPACE',
      message: expect.stringContaining('2500'),
    });
  });

  it('is at most restricted with the network open, and refuses that where a sandbox is required', async () => {
    const open = await node('console.log(require("os").networkInterfaces().lo.length)', {
      network: true,
    });
    expect(open).toMatchObject({ level: 'restricted', driver: 'bubblewrap', code: 0 });
    await expect(node('', { network: true, require: 'sandbox' })).rejects.toMatchObject({
      code: 'PW_SANDBOX_REQUIRED',
    });
  });
});

describe('run, restricted', () => {
  const restricted = (script: string, options: Partial<RunOptions> = {}) =>
    node(script, { isolation: 'restricted', ...options });

  it('never calls itself a sandbox, and can be refused', async () => {
    const result = await restricted('console.log(process.env.HOME !== process.cwd())');
    expect(result).toMatchObject({ level: 'restricted', driver: 'restricted', stdout: 'true\n' });
    await expect(restricted('', { require: 'sandbox' })).rejects.toMatchObject({
      code: 'PW_SANDBOX_REQUIRED',
      hint: expect.stringContaining('bubblewrap'),
    });
    expect(await restricted('', { require: 'restricted' })).toMatchObject({ code: 0 });
  });

  it('keeps one Node process to its files', async () => {
    const script = `try { require('fs').readFileSync('/etc/hostname'); console.log('read'); } catch (error) { console.log(error.code); }
      require('fs').writeFileSync('own', ''); try { require('child_process').spawnSync('/usr/bin/true'); } catch (error) { console.log(error.code); }`;
    const result = await restricted(script, { singleProcess: true });
    expect(result.stdout).toBe('ERR_ACCESS_DENIED\nERR_ACCESS_DENIED\n');
    expect(existsSync(join(workspace, 'own'))).toBe(true);
  });

  it.each([
    ['wallMs', 'setInterval(() => {}, 9)', { wallMs: 500 }],
    ['floodBytes', 'for (;;) require("fs").writeSync(1, "x".repeat(65536))', { floodBytes: MiB }],
  ])('holds %s', async (limit, script, limits) => {
    expect(await restricted(script, { limits, graceMs: 100 })).toMatchObject({ limit });
  });

  it.runIf(process.platform === 'linux').each([
    ['cpuMs', 'while (true);', { cpuMs: 600 }],
    [
      'workspaceBytes',
      'process.on("SIGXFSZ", () => {}); require("fs").writeFileSync("a", Buffer.alloc(1e6))',
      { workspaceBytes: 1000 },
    ],
  ])('holds %s', async (limit, script, limits) => {
    const result = await restricted(script, { limits });
    expect(result.code).not.toBe(0);
    expect(result.limit ?? (result.stderr.includes('EFBIG') ? 'workspaceBytes' : '')).toBe(limit);
  });

  it('copies results out without following links', async () => {
    writeFileSync(join(base, 'hard'), 'secret');
    const result = await restricted(
      `const fs = require('fs'); fs.symlinkSync('/etc/hostname', 'link'); fs.linkSync(${JSON.stringify(join(base, 'hard'))}, 'hard'); fs.writeFileSync('a', '')`,
      { copyOut: { to: out } },
    );
    expect(result.copied?.files).toEqual(['a']);
    expect(result.copied?.skipped.map(({ path }) => path).sort()).toEqual(['hard', 'link']);
    const inPlace = await restricted('', { copyOut: { to: workspace } });
    expect(inPlace.copied).toEqual({ files: [], skipped: [] });
  });

  it('kills what was left behind', async () => {
    const result = await restricted(
      `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 9)'], { detached: true, stdio: 'ignore' }).unref();
       setTimeout(() => console.log(process.env.PLUGWRIGHT_RUN), 100);`,
    );
    expect(result.leftBehind).toBe(process.platform === 'linux' ? 1 : 0);
    await expect.poll(() => processesOfRun(result.stdout.trim())).toEqual([]);
  });

  it('runs with nothing at all when that is asked for', async () => {
    const result = await run({
      command: process.execPath,
      args: ({ path }) => ['-p', JSON.stringify(path('/x'))],
      workspace,
      isolation: await findIsolation({ driver: 'none' }),
      singleProcess: true,
    });
    expect(result).toMatchObject({ level: 'none', driver: 'none', stdout: '/x\n' });
  });
});
