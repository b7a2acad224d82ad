import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { limitsWith } from './limits.js';
import type { RunOptions } from './run-options.js';
import { runWith } from './run-with.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'plugwright-with-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const workspace = join(root, 'work');
mkdirSync(workspace);
writeFileSync(join(workspace, 'main.mjs'), 'console.log("main")');

/** A program in the place of one that is not here; it is given the same command line. */
function program(name: string, script: string): string {
  const path = join(root, name);
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
  return path;
}
const options = (more: Partial<RunOptions> = {}): RunOptions => ({
  command: process.execPath,
  args: ['main.mjs'],
  workspace,
  ...more,
});
const limits = limitsWith({ wallMs: 20_000 });
const none = () => undefined;

describe('runWith', () => {
  it.each(['bubblewrap', 'seatbelt', 'docker', 'podman'] as const)(
    'says what is missing for %s',
    async (driver) => {
      const error = await runWith(driver, options(), limits, none).catch((each: unknown) => each);
      expect(error).toMatchObject({
        code: 'PW_SANDBOX_DRIVER',
        hint: expect.stringMatching(/nstall/),
      });
      expect(String(error)).toContain('is not installed');
    },
  );

  it('puts sandbox-exec with a profile before the program on macOS', async () => {
    const path = program('sandbox-exec', 'console.log(JSON.stringify(process.argv.slice(2)))');
    const result = await runWith('seatbelt', options({ readOnly: [root] }), limits, () => path);
    const [flag, profile, ...command] = JSON.parse(result.stdout) as string[];
    expect(flag).toBe('-p');
    expect(profile).toContain('(deny default)');
    expect(profile).toContain(`(subpath "${workspace}")`);
    expect(command).toEqual([process.execPath, 'main.mjs']);
  });
});

describe('runWith a container engine', () => {
  const engine = program(
    'engine',
    `const fs = require('node:fs');
     const args = process.argv.slice(2);
     fs.appendFileSync(${JSON.stringify(join(root, 'calls'))}, JSON.stringify(args) + '\\n');
     const channel = /source=([^,]*),target=\\/out\\/channel/.exec(args.join(' '))?.[1];
     if (channel) fs.writeFileSync(channel, 'through the file');
     if (args[0] === 'run' && args.at(-1) === 'hang') setInterval(() => {}, 1000);
     else process.stdin.pipe(process.stdout);`,
  );
  const calls = () =>
    existsSync(join(root, 'calls'))
      ? readFileSync(join(root, 'calls'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as string[])
      : [];

  it('hands over the workspace, input and channel', async () => {
    const result = await runWith(
      'docker',
      options({
        channel: true,
        env: { GIVEN: 'yes' },
        input: ({ workspace: inside }) => `input at ${inside}`,
        args: ({ path }) => [path(join(workspace, 'run.mjs'))],
        readOnly: [root],
      }),
      limits,
      () => engine,
    );
    expect(result).toMatchObject({ code: 0, channel: 'through the file', cancelled: false });
    expect(result.stdout).toBe('input at /box/work');
    const [args = []] = calls();
    expect(args.slice(-3)).toEqual(['--', 'node', '/box/work/run.mjs']);
    expect(args).toContain('GIVEN=yes');
    expect(args.join(' ')).toContain(`source=${workspace},target=/in,readonly`);
  });

  it('ends the container at the time limit, not only the client', async () => {
    const result = await runWith(
      'podman',
      options({ command: '/usr/bin/true', args: ['hang'], input: 'x' }),
      limitsWith({ wallMs: 500 }),
      () => engine,
    );
    expect(result).toMatchObject({ limit: 'wallMs', channel: '' });
    const [, run = [], kill = []] = calls();
    expect(kill).toEqual(['kill', run[run.indexOf('--name') + 1]]);
  });

  it('cannot copy results out, and says so', async () => {
    await expect(
      runWith('docker', options({ copyOut: { to: root } }), limits, () => engine),
    ).rejects.toMatchObject({ code: 'PW_SANDBOX_DRIVER' });
  });
});
