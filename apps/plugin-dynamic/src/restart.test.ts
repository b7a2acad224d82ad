import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAgent } from './__fixtures__/bundle-agent.js';

let home = '';
let dist = '';
beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'pw-restart-')));
  dist = await bundleAgent();
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  await rm(dist, { recursive: true, force: true });
});

interface Line {
  post?: string;
  reply?: string;
}

/** The agent as a process; it is sent the signal as soon as a line matches. */
async function run(said: string[], until: (line: Line) => boolean, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [join(dist, 'agent-process.js'), home, ...said], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'fatal', PLUGWRIGHT_CANARY: 'sk-canary-4711' },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const lines: Line[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    if (!text.startsWith('{')) continue;
    const line = JSON.parse(text) as Line;
    lines.push(line);
    if (until(line)) {
      child.kill(signal);
      break;
    }
  }
  await ended;
  return { lines, errors, posts: lines.flatMap(({ post }) => post ?? []) };
}

/** Living processes that work for a job below `home` (Linux). */
const workers = () =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
        return environment.includes('PLUGWRIGHT_JOB_RUN=') && environment.includes(home);
      } catch {
        return false;
      }
    });

/** Files below `directory` that hold `text`. */
async function filesWith(directory: string, text: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'latin1').includes(text));
}

describe('an agent that is killed in mid-job', { timeout: 120_000 }, () => {
  it('finishes the same job when it is started again, and does not do twice what was done', async () => {
    const first = await run(
      ['Build a plugin that rolls dice and flips coins'],
      ({ post }) => /Now I check it/.test(post ?? ''),
      'SIGKILL',
    );
    const [, id = ''] = /job ([0-9a-f]{8})/.exec(first.posts.join() + first.lines[0]?.reply) ?? [];
    expect(first.posts.some((post) => /is ready/.test(post))).toBe(false);

    const second = await run([], ({ post }) => /is ready|failed/.test(post ?? ''), 'SIGTERM');
    expect(second.errors).toBe('');
    // A post that was under way when the agent died may come twice.
    expect(second.posts.filter((post) => !/Now I check it/.test(post))).toEqual([
      expect.stringContaining(`I go on with plugin job ${id}`),
      expect.stringContaining(`plugin-dice is ready (job ${id})`),
    ]);
    const [job = ''] = await readdir(join(home, 'plugins'));
    expect(job).toMatch(new RegExp(`${id}$`));
    expect(await readdir(join(home, 'plugins', job))).toEqual(['plugin-dice']);
    expect(workers()).toEqual([]);
    expect(await filesWith(home, 'sk-canary-4711')).toEqual([]);
  });
});
