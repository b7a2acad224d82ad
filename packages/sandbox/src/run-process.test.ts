import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hostileArguments } from './__fixtures__/hostile-arguments.js';
import { runProcess, type RunProcessOptions } from './run-process.js';

const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-run-')));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const linux = process.platform === 'linux';
const node = (script: string, options: Partial<RunProcessOptions> = {}) =>
  runProcess({
    command: process.execPath,
    cwd,
    timeoutMs: 10_000,
    ...options,
    args: ['-e', script, '--', ...(options.args ?? [])],
  });

/** Waits until a process is gone or a zombie; false when it still runs after 5 s. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 250; tries++) {
    if (!existsSync(`/proc/${pid}/stat`)) return true;
    if (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

const orphan = (detached: boolean) => `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'],
    { detached: ${detached}, stdio: 'ignore' });
  child.unref();
  console.log(child.pid);
`;

describe('runProcess', () => {
  it('gives the exit code, both streams and how long it took', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(result).toMatchObject({
      code: 3,
      signal: null,
      timedOut: false,
      cancelled: false,
      stdout: 'out\n',
      stderr: 'err\n',
      truncated: false,
      leftBehind: 0,
    });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  it('names the signal that ended the process', async () => {
    const result = await node('process.kill(process.pid, "SIGKILL")');
    expect(result).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: false });
  });

  it('ends a process that ignores SIGTERM', async () => {
    const result = await node(
      'process.on("SIGTERM", () => console.log("no")); setInterval(() => {}, 9); console.log("up")',
      { timeoutMs: 600, graceMs: 150 },
    );
    expect(result).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: true });
    expect(result.stdout).toBe('up\nno\n');
    expect(result.durationMs).toBeLessThan(5000);
  });

  it('lets a process end by itself after SIGTERM', async () => {
    const result = await node(
      'process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 9)',
      { timeoutMs: 600 },
    );
    expect(result).toMatchObject({ code: 7, timedOut: true });
  });

  it('stops when the signal fires', async () => {
    const controller = new AbortController();
    const running = node('console.log("up"); setInterval(() => {}, 9)', {
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    expect(await running).toMatchObject({ cancelled: true, timedOut: false, signal: 'SIGTERM' });
  });

  it('does not start when the signal has already fired', async () => {
    const result = await node('require("node:fs").writeFileSync("started", "")', {
      signal: AbortSignal.abort(),
    });
    expect(result).toMatchObject({ cancelled: true, code: null, durationMs: 0 });
    expect(existsSync(join(cwd, 'started'))).toBe(false);
  });

  it.runIf(linux)('kills a grandchild that was left in the group', async () => {
    const result = await node(orphan(false));
    expect(result.leftBehind).toBe(1);
    expect(await isGone(Number(result.stdout))).toBe(true);
  });

  it.runIf(linux)('kills a grandchild that made a session of its own', async () => {
    const result = await node(orphan(true));
    expect(result.leftBehind).toBe(1);
    expect(await isGone(Number(result.stdout))).toBe(true);
  });

  it.runIf(linux)('kills grandchildren at the time limit', async () => {
    const result = await node(`${orphan(true)}; setInterval(() => {}, 9)`, {
      timeoutMs: 700,
      graceMs: 100,
    });
    expect(result.timedOut).toBe(true);
    expect(await isGone(Number(result.stdout))).toBe(true);
  });

  it('keeps the first bytes of a flood and lets the child finish', async () => {
    const result = await node(
      'for (let i = 0; i < 400; i++) process.stdout.write("é".repeat(5000)); console.error("end")',
      { outputLimitBytes: 10_001 },
    );
    expect(result).toMatchObject({ code: 0, truncated: true, stderr: 'end\n' });
    expect(result.stdout).toBe('é'.repeat(5000));
  });

  it('inherits nothing from our environment', async () => {
    process.env['PLUGWRIGHT_CANARY'] = 'canary-value';
    try {
      const result = await node('console.log(JSON.stringify(process.env))', {
        env: { GIVEN: 'yes' },
      });
      expect(result.stdout).not.toContain('canary-value');
      const seen = JSON.parse(result.stdout) as Record<string, string>;
      const names = Object.keys(seen).filter((name) => name !== '__CF_USER_TEXT_ENCODING');
      expect(names.sort()).toEqual(
        'GIVEN HOME LANG PATH PLUGWRIGHT_RUN TEMP TMP TMPDIR'.split(' '),
      );
      expect(seen).toMatchObject({ GIVEN: 'yes', HOME: cwd, TMPDIR: cwd });
    } finally {
      delete process.env['PLUGWRIGHT_CANARY'];
    }
  });

  it.each(['NODE_OPTIONS', 'LD_PRELOAD', 'DYLD_INSERT_LIBRARIES'])(
    'refuses to pass on %s',
    async (name) => {
      await expect(node('', { env: { [name]: '--require=x' } })).rejects.toMatchObject({
        code: 'PW_PROCESS_ENV_REFUSED',
      });
    },
  );

  it('hands 50 hostile arguments over byte for byte', async () => {
    expect(hostileArguments).toHaveLength(50);
    const result = await node('console.log(JSON.stringify(process.argv.slice(1)))', {
      args: hostileArguments,
    });
    expect(JSON.parse(result.stdout)).toEqual(hostileArguments);
  });

  it('takes a result over file descriptor 3, apart from the text streams', async () => {
    const result = await node(
      'console.log("noise"); require("node:fs").writeSync(3, JSON.stringify({ ok: true }))',
      { channel: true },
    );
    expect(JSON.parse(result.channel)).toEqual({ ok: true });
    expect(result.stdout).toBe('noise\n');
  });

  it('feeds standard input, also to a child that does not read it', async () => {
    const echo = await node('process.stdin.pipe(process.stdout)', { input: 'hello' });
    expect(echo.stdout).toBe('hello');
    const deaf = await node('process.exit(0)', { input: 'x'.repeat(1_000_000) });
    expect(deaf.code).toBe(0);
  });

  it.runIf(linux)('measures memory and CPU time', async () => {
    const result = await node(
      'const a = Buffer.alloc(80e6, 1); const end = Date.now() + 300; while (Date.now() < end); console.log(a.length)',
    );
    expect(result.maxRssBytes).toBeGreaterThan(80e6);
    expect(result.cpuMs).toBeGreaterThan(50);
  });

  it('wants an absolute path', async () => {
    await expect(runProcess({ command: 'node', cwd, timeoutMs: 1000 })).rejects.toMatchObject({
      code: 'PW_PROCESS_NOT_ABSOLUTE',
    });
  });

  it('says what could not be started', async () => {
    await expect(
      runProcess({ command: join(cwd, 'missing'), cwd, timeoutMs: 1000 }),
    ).rejects.toMatchObject({ code: 'PW_PROCESS_SPAWN' });
    await expect(node('', { args: ['nul\0byte'] })).rejects.toMatchObject({
      code: 'PW_PROCESS_SPAWN',
    });
  });
});
