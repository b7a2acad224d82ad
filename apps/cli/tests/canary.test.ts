import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@plugwright/spec/text';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand } from './__fixtures__/build-command.js';
import { findMarker, markedValue } from './__fixtures__/find-marker.js';

/*
 * Keys of every provider of the catalogue are planted in the environment of real commands, which make, fail,
 * crash and are cancelled. Then every byte of every file and of every output is searched for them, by decoding
 * whatever could be an encoding: the search knows nothing of the redactor.
 */
const app = join(import.meta.dirname, '..');
const petstore = join(app, '..', '..', 'examples', 'petstore.yaml');
const names = [...new Set(catalogue.flatMap(({ env }) => env.map(({ name }) => name)))];
const planted = Object.fromEntries(names.map((name, index) => [name, markedValue(name, index)]));

let dist = '';
let base = '';
let cwd = '';
const outputs = new Map<string, Buffer>();

beforeAll(async () => {
  dist = await buildCommand();
  base = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-canary-')));
  cwd = join(base, 'work');
  for (const name of ['work', 'tmp', 'cache', 'home']) await fs.mkdir(join(base, name));
}, 60_000);
afterAll(async () => {
  await fs.rm(dist, { recursive: true, force: true });
  await fs.rm(base, { recursive: true, force: true });
});

/** Environments and command lines of all descendants of a process, as long as it lives (Linux). */
async function watchChildren(pid: number, isOver: () => boolean): Promise<Buffer[]> {
  const seen = new Map<string, Buffer>();
  while (!isOver()) {
    for (const child of descendants(pid))
      for (const file of ['environ', 'cmdline'])
        try {
          seen.set(`${child} ${file}`, readFileSync(`/proc/${child}/${file}`));
        } catch {
          // It has ended.
        }
    // Every child lives longer than this.
    await wait(30);
  }
  return [...seen.values()];
}

function descendants(pid: number): string[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [[name, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? ''] as const];
      } catch {
        return [];
      }
    });
  const found = new Set([String(pid)]);
  for (let size = 0; size !== found.size;) {
    size = found.size;
    for (const [name, parent] of parents) if (found.has(parent)) found.add(name);
  }
  found.delete(String(pid));
  return [...found];
}

interface RunOptions {
  env?: Record<string, string>;
  /** Called with all output so far; `true` sends this signal. */
  stopWhen?: (output: string) => boolean;
  signal?: 'SIGINT' | 'SIGKILL';
  stdin?: string;
}

/** Runs the command with all keys in its environment, and keeps everything it says. */
async function run(label: string, argv: string[], options: RunOptions = {}) {
  const child = spawn(process.execPath, [join(dist, 'main.cjs'), ...argv], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: join(base, 'home'),
      TMPDIR: join(base, 'tmp'),
      XDG_CACHE_HOME: join(base, 'cache'),
      ...planted,
      ...options.env,
    },
  });
  let over = false;
  const chunks: Buffer[] = [];
  let isStopped = false;
  const collect = (chunk: Buffer) => {
    chunks.push(chunk);
    if (isStopped || options.stopWhen?.(Buffer.concat(chunks).toString()) !== true) return;
    isStopped = true;
    child.kill(options.signal);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.stdin.end(options.stdin ?? '');
  const children = watchChildren(child.pid ?? 0, () => over);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  over = true;
  const environments = await children;
  outputs.set(`output of ${label}`, Buffer.concat(chunks));
  outputs.set(`children of ${label}`, Buffer.concat(environments));
  return { code, text: Buffer.concat(chunks).toString(), children: environments.length };
}

/** A test of the plugin that shows everything it can see, and fails. */
const spy = `import { expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
it('looks around', () => {
  writeFileSync('seen.json', JSON.stringify(process.env));
  console.log(JSON.stringify(process.env), process.argv.join(' '));
  expect(JSON.stringify(process.env)).toBe('nothing');
});
`;

describe('keys of every provider, planted', { timeout: 240_000 }, () => {
  it('reach no file, no output and no child process of commands that work, fail, crash and are cancelled', async () => {
    const made = await run('create', [
      'create',
      petstore,
      '--operations',
      'getPet',
      '--out',
      'made',
      '--debug',
      '--json',
    ]);
    expect(made.code).toBe(0);
    expect(made.children).toBeGreaterThan(2);

    await fs.writeFile(join(cwd, 'made', 'src', '__tests__', 'spy.test.ts'), spy);
    const failed = await run('fail', ['verify', 'made', '--gates', 'tests', '--debug']);
    expect(failed.code).toBe(1);
    expect(failed.text).toContain('looks around');

    const lost = await run('kill', ['verify', 'made', '--gates', 'bundle,boot'], {
      stopWhen: (text) => text.includes('✔ bundle'),
      signal: 'SIGKILL',
    });
    expect(lost.code).toBeNull();

    const cancelled = await run(
      'cancel',
      ['create', petstore, '--operations', 'getPet', '--out', 'stopped', '--debug'],
      {
        stopWhen: (text) => text.includes('✔ bundle'),
        signal: 'SIGINT',
      },
    );
    expect(cancelled.code).toBe(130);

    // Something that nobody waits for throws, with a key in its message and in its cause.
    const crash = join(base, 'crash.mjs');
    await fs.writeFile(
      crash,
      `const key = process.env.OPENAI_API_KEY;
      if (process.argv[1]?.endsWith('main.cjs')) setTimeout(() => {
        throw new Error('401 for ' + key + ' ' + btoa('user:' + key), { cause: key });
      }, 150);`,
    );
    const waiting = await run('crash of a waiting command', ['verify', 'made'], {
      env: { NODE_OPTIONS: `--import=${crash}` },
    });
    expect(waiting.code).toBe(3);
    expect(waiting.text).toContain('401 for [redacted OPENAI_API_KEY]');

    // Keys given where they do not belong, and errors about them.
    const key = planted['ANTHROPIC_API_KEY'] ?? '';
    for (const [label, argv, stdin] of [
      ['a file of that name', ['create', `${key}.yaml`, '--debug', '--json'], ''],
      [
        'a document with it',
        ['spec', '-', '--json', '--debug'],
        `specVersion: 1\nname: ${JSON.stringify(key)}\n`,
      ],
      ['an argument', ['keys', 'set', key], ''],
      [
        'an address',
        ['create', `https://u:${encodeURIComponent(key)}@127.0.0.1:9/x`, '--debug'],
        '',
      ],
      [
        'a spec with it in a text',
        ['create', '-', '--no-verify', '--out', 'leaky', '--debug'],
        JSON.stringify({
          specVersion: 1,
          name: 'plugin-leaky',
          description: 'x',
          actions: [
            {
              name: 'LEAK',
              description: 'x',
              run: { kind: 'text', template: `The key is ${key}.` },
            },
          ],
        }),
      ],
    ] as const)
      expect((await run(label, [...argv], { stdin })).code).toBe(2);

    // A vault that holds one.
    const passphrase = { PLUGWRIGHT_PASSPHRASE: markedValue('PASSPHRASE', 9999) };
    const stored = await run(
      'keys set',
      ['keys', 'set', 'OWN_KEY', '--lock', 'passphrase', '--json', '--debug'],
      { env: passphrase, stdin: markedValue('OWN_KEY', 9998) },
    );
    expect(stored.code).toBe(0);
    expect((await run('keys list', ['keys', 'list', '--json'], { env: passphrase })).code).toBe(0);
    expect(
      (await run('doctor', ['doctor', '--json', '--debug'], { env: passphrase })).text,
    ).toContain('behind a passphrase');

    const files = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(100);
    const found = [
      ...files
        .map((entry) => join(entry.parentPath, entry.name))
        .filter(
          (path) => path.includes('PWCANARY') || findMarker(readFileSync(path)) !== undefined,
        ),
      ...[...outputs]
        .filter(([, bytes]) => findMarker(bytes) !== undefined)
        .map(([label]) => label),
    ];
    expect(found).toEqual([]);
  });

  it('would be found: the search finds each way in which one could leak', () => {
    const value = markedValue('OPENAI_API_KEY', 7);
    const around = (text: string) => Buffer.from(`some text before ${text} and after\n`);
    const ways: Record<string, Buffer> = {
      raw: around(value),
      'a part of it': around(value.slice(3, 20)),
      'UTF-16': Buffer.from(value, 'utf16le'),
      base64: around(Buffer.from(value).toString('base64')),
      'base64 behind one byte': around(Buffer.from(`:${value}`).toString('base64')),
      'base64 behind two': around(Buffer.from(`u:${value}!`).toString('base64')),
      base64url: around(Buffer.from(`?${value}>`).toString('base64url')),
      hex: around(Buffer.from(value).toString('hex')),
      'hex behind a digit': around(`f${Buffer.from(value).toString('hex').toUpperCase()}`),
      URL: around(encodeURIComponent(value)),
      'every byte percent': around(Buffer.from(value).toString('hex').replaceAll(/../g, '%$&')),
      bytes: around(JSON.stringify(Buffer.from(value))),
      'JSON in JSON': around(JSON.stringify(JSON.stringify({ value }))),
      'unicode escapes': around(
        [...value].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
      ),
    };
    expect(Object.entries(ways).filter(([, bytes]) => findMarker(bytes) === undefined)).toEqual([]);
    expect(findMarker(around('[redacted OPENAI_API_KEY]'))).toBeUndefined();
    expect(
      Object.values(planted).filter((one) => findMarker(Buffer.from(one)) === undefined),
    ).toEqual([]);
  });
});
