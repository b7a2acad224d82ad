import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

let cwd = '';
beforeEach(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-jobs-')));
});
afterEach(() => fs.rm(cwd, { recursive: true, force: true }));

type Options = Parameters<typeof runCli>[1];
const run = (argv: string[], options: Options = {}) =>
  runCli(argv, { cwd, env: { PLUGWRIGHT_HOME: join(cwd, 'home') }, ...options });
const json = async (argv: string[], options: Options = {}) =>
  JSON.parse((await run([...argv, '--json'], options)).stdout);
/** Orders without gates; gives the id. */
const order = async (words: string, ...more: string[]) => {
  const ordered = await json(['create', words, '--detach', '--no-verify', ...more]);
  return String(ordered.job);
};
const work = () => run(['worker', '--until-idle']);
const feed = 'Create a plugin that watches an RSS feed and posts new items to the channel';

describe('jobs', () => {
  it('are ordered at once, done by a worker, and shown', async () => {
    const ordered = await run(['create', 'Roll dice and flip a coin', '--detach', '--no-verify']);
    const id = ordered.stdout.trim();
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(ordered.stderr).toContain('No worker is running');
    expect(await fs.readdir(cwd)).toEqual(['home']);
    expect((await run(['jobs', 'list'])).stdout).toMatch(/queued .* Roll dice and flip a coin/);
    const worker = await work();
    expect(worker.code).toBe(0);
    expect(worker.stderr).toContain('1 completed, 0 failed, 0 cancelled, 0 handed back.');
    expect(worker.stderr).toMatch(/write 26 files/);
    expect(await fs.readdir(join(cwd, 'plugin-dice'))).toContain('package.json');
    const shown = await run(['jobs', 'show', id.slice(-8)]);
    expect(shown.stdout).toContain(`job       ${id}`);
    expect(shown.stdout).toMatch(/steps\n {2}read .*\n {2}render .*\n {2}write /);
    expect(shown.stdout).toContain(join(cwd, 'plugin-dice'));
    expect(await json(['jobs', 'show', 'last'])).toMatchObject({
      job: { id, state: 'completed' },
      result: { outcome: 'written', name: 'plugin-dice' },
    });
    const followed = await run(['jobs', 'follow']);
    expect(followed.stderr).toMatch(/created\n[\s\S]*attempt 1 begins\n[\s\S]*completed/);
    expect(followed.stdout).toContain('plugin-dice is in plugin-dice, not verified.');
    expect(followed.code).toBe(0);
  });

  it('end with what is wrong, and the exit code that create would have given', async () => {
    await order('How are you today?');
    await work();
    const followed = await run(['jobs', 'follow', 'last']);
    expect(followed.stderr).toContain('PW_TEXT_NOT_A_REQUEST');
    expect(followed.code).toBe(2);
    expect((await run(['jobs', 'show'])).stdout).toMatch(/error +PW_TEXT_NOT_A_REQUEST/);
    const list = await run(['jobs', 'list', '--state', 'failed']);
    expect(list.stdout).toMatch(/failed .*PW_TEXT_NOT_A_REQUEST/);
    expect((await json(['jobs', 'list', '--state', 'completed'])).jobs).toEqual([]);
    const { job, events } = await json(['jobs', 'follow']);
    expect(job).toMatchObject({ state: 'failed' });
    expect(events[0]).toMatchObject({ type: 'job.created' });
    expect(events.at(-1)).toMatchObject({ type: 'job.failed', code: 'PW_TEXT_NOT_A_REQUEST' });
  });

  it('are cancelled, done again, moved forward and pruned', async () => {
    const id = await order('Roll dice and flip a coin');
    const short = id.slice(-8);
    expect((await run(['jobs', 'prioritise', short, '5'])).code).toBe(0);
    expect(await json(['jobs', 'show', id])).toMatchObject({ job: { priority: 5 } });
    expect((await run(['jobs', 'show', id])).stdout).toContain('priority  5');
    const cancelled = await run(['jobs', 'cancel', short, '--reason', 'not needed']);
    expect([cancelled.code, cancelled.stdout]).toEqual([0, expect.stringContaining('cancelled')]);
    expect((await run(['jobs', 'follow', id])).code).toBe(130);
    const again = await run(['jobs', 'retry', short]);
    expect(again.stderr).toContain('plugwright jobs resume');
    await work();
    const newest = await json(['jobs', 'show']);
    expect(newest).toMatchObject({ job: { retryOf: id, state: 'completed' } });
    const late = await run(['jobs', 'cancel', newest.job.id]);
    expect(late.stderr).toContain('It had ended before');
    expect(late.code).toBe(1);
    expect((await run(['jobs', 'prune', '--dry-run'])).stdout).toContain('0 jobs');
    expect(await json(['jobs', 'prune'])).toMatchObject({ dryRun: false, plan: { remove: [] } });
  });

  it('wait for an answer, from the terminal or from elsewhere', async () => {
    const id = await order(feed);
    await work();
    expect((await run(['jobs', 'show', id])).stdout).toContain('asks      Which feed');
    const silent = await run(['jobs', 'resume', id]);
    expect([silent.code, silent.stdout]).toEqual([1, expect.stringContaining('asking')]);
    const answered = await run(['jobs', 'answer', id, 'https://example.com/feed.xml']);
    expect(answered.stdout).toContain('queued');
    const none = await run(['jobs', 'answer', id]);
    expect(none.stderr).toContain('waits for no answer; it is queued');
    const resumed = await run(['jobs', 'resume']);
    expect(resumed.stderr).toContain(`Going on with ${id.slice(-8)}`);
    expect(resumed.stdout).toContain('plugin-watches-feed is in plugin-watches-feed');
    const other = await order(feed, '--out', 'other');
    const typed = await run(['jobs', 'resume', other], {
      tty: true,
      answer: 'https://example.com/feed.xml',
    });
    expect(typed.stderr).toContain('Which feed should be read');
    expect(typed.code).toBe(0);
    expect(await fs.readdir(join(cwd, 'other'))).toContain('package.json');
  });

  it('assume what is open with --yes, and read the source where it was ordered', async () => {
    await fs.writeFile(join(cwd, 'answers.yaml'), 'feed: https://example.com/feed.xml\n');
    const assumed = await order(feed, '--yes');
    const answered = await order(feed, '--answers', 'answers.yaml', '--out', 'second');
    const piped = await json(['create', '-', '--detach', '--no-verify', '--out', 'third'], {
      stdin: 'Roll dice and flip a coin',
    });
    await work();
    for (const id of [assumed, answered, piped.job])
      expect(await json(['jobs', 'show', id])).toMatchObject({ job: { state: 'completed' } });
    expect((await run(['jobs', 'list', '--limit', '1'])).stderr).toContain('There are more');
  });

  it('are counted and exported', async () => {
    const nothing = await run(['jobs', 'stats']);
    expect(nothing.stderr).toContain('No jobs in');
    expect(await json(['jobs', 'export'])).toEqual({ jobs: [] });
    expect((await run(['jobs', 'list'])).stderr).toContain('No such jobs in');
    expect((await run(['jobs', 'export'])).stdout).toBe('');
    await order('Roll dice and flip a coin');
    expect((await run(['jobs', 'stats'])).stdout).toContain('Now  1 queued');
    await work();
    const stats = await run(['jobs', 'stats', '--svg', 'jobs.svg', '--since', '7d']);
    expect(stats.stdout).toContain('1 completed');
    expect(await fs.readFile(join(cwd, 'jobs.svg'), 'utf8')).toContain('<svg');
    expect(await json(['jobs', 'stats', '--text', 'dice'])).toMatchObject({ history: { jobs: 1 } });
    const csv = await run(['jobs', 'export', '--format', 'csv', '--since', '2020-01-01']);
    expect(csv.stdout.split('\r\n')[0]).toMatch(/^id,kind,state/);
    expect(JSON.parse((await run(['jobs', 'export'])).stdout)).toMatchObject({
      state: 'completed',
    });
    expect(await json(['jobs', 'export', '--since', '1h'])).toMatchObject({
      jobs: [{ state: 'completed' }],
    });
  });

  it.each([
    [['jobs', 'lst'], 'Did you mean list?'],
    [['jobs', 'xyzzy'], 'Use list, show'],
    [['jobs', 'show'], 'There is no job last.'],
    [['jobs', 'follow'], 'There is no job last.'],
    [['jobs', 'cancel', 'abc'], 'There is no job abc.'],
    [['jobs', 'resume'], 'There is no job last.'],
    [['jobs', 'prioritise', 'last', 'high'], 'a whole number from -10 to 10'],
    [['jobs', 'list', '--since', 'soon'], '--since cannot be "soon"'],
    [['jobs', 'list', '--state', 'odd'], 'one of scheduled'],
    [['worker', '--concurrency', '0'], 'a whole number from 1 to 64'],
  ])('%j is refused', async (argv, message) => {
    const refused = await run(argv);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(message);
  });

  it('are refused when a name means none or several', async () => {
    const id = await order('Roll dice and flip a coin');
    const lost = await run(['jobs', 'cancel', 'zzzz']);
    expect(lost.stderr).toContain('There is no job zzzz.');
    expect((await run(['jobs', 'cancel', ''])).stderr).toContain('No job was named.');
    await work();
    const ended = await run(['jobs', 'resume', id]);
    expect(ended.stderr).toContain('has ended: completed');
    expect((await run(['jobs', 'resume'])).stderr).toContain('Nothing is unfinished.');
  });
});

describe('create as a job', { timeout: 120_000 }, () => {
  it('stops at Ctrl-C, says how to go on, and goes on there', async () => {
    const cancel = new AbortController();
    const stopping = run(['create', 'Roll dice and flip a coin'], { signal: cancel.signal });
    const written = async () => (await fs.readdir(cwd)).includes('plugin-dice');
    while (!(await written())) await new Promise((resolve) => setTimeout(resolve, 20));
    cancel.abort(new DOMException('Cancelled.', 'AbortError'));
    const stopped = await stopping;
    expect(stopped.code).toBe(130);
    const [, id = ''] = /plugwright jobs resume ([0-9a-f]{8})/.exec(stopped.stderr) ?? [];
    expect((await run(['jobs', 'list'])).stdout).toMatch(new RegExp(`^${id} +queued`));
    const resumed = await run(['jobs', 'resume', id]);
    expect(resumed.stderr).not.toContain('✔ read');
    expect(resumed.stdout).toContain('plugin-dice works: 5 gates passed');
    expect(resumed.code).toBe(0);
  });

  it('works without when the jobs are taken, and leaves what others ordered alone', async () => {
    const waiting = await order('Roll dice and flip a coin', '--out', 'waiting');
    const cancel = new AbortController();
    const worker = run(['worker', '--grace', '0'], { signal: cancel.signal });
    while ((await json(['jobs', 'show', waiting])).job.state !== 'completed')
      await new Promise((resolve) => setTimeout(resolve, 50));
    const before = (await json(['jobs', 'list'])).jobs.length;
    const ordered = await json(['create', feed, '--detach', '--no-verify']);
    expect(ordered).toMatchObject({ ok: true, hasWorker: true });
    const refused = await run(['create', 'How are you today?']);
    expect(refused.code).toBe(2);
    expect((await json(['jobs', 'list'])).jobs).toHaveLength(before + 1);
    const followed = await run(['jobs', 'answer', ordered.job, 'https://example.com/feed.xml']);
    expect(followed.code).toBe(0);
    const resumed = await run(['jobs', 'follow', ordered.job]);
    expect(resumed.code).toBe(0);
    const asking = await json(['create', feed, '--detach', '--no-verify', '--out', 'b']);
    const stop = AbortSignal.timeout(1000);
    const waits = await run(['jobs', 'resume', asking.job], { signal: stop });
    expect(waits.stderr).toContain('Another process has the jobs and goes on with it.');
    const second = await run(['worker']);
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('PW_JOBS_LOCKED')]);
    cancel.abort();
    expect((await worker).code).toBe(0);
    const alone = await run(['create', 'How are you today?']);
    expect(alone.code).toBe(2);
    expect(await json(['jobs', 'show', asking.job])).toMatchObject({ job: { state: 'asking' } });
  });
});
