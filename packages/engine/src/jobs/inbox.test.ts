import { PlugwrightError } from '@plugwright/errors';
import type { Jobs } from '@plugwright/jobs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { helloSpec, useWorkspace } from '../__fixtures__/workspace.js';
import { connectPluginJobs } from './connect-plugin-jobs.js';
import { asReply, orderPath, readOrder, readReply } from './inbox.js';
import { jobsDirectory } from './jobs-directory.js';
import { openPluginJobs } from './open-plugin-jobs.js';
import { PLUGIN_CREATE } from './plugin-job.js';

const workspace = useWorkspace();
const dir = () => workspace.path('jobs');
let opened: Jobs[] = [];
afterEach(async () => {
  await Promise.all(opened.map((jobs) => jobs.close()));
  opened = [];
});
const open = async () => {
  const jobs = await openPluginJobs({ dir: dir() });
  opened.push(jobs);
  return jobs;
};
const request = () => ({
  kind: PLUGIN_CREATE,
  input: {
    request: { text: helloSpec, from: 'order' },
    questions: 'refuse',
    parent: workspace.path('out'),
    verify: false,
  },
});
const idOf = (reply: object) => (reply as { id: string }).id;

describe('orders of other processes', () => {
  it('are done by opening the directory when nobody has it', async () => {
    const desk = await connectPluginJobs({ dir: dir() });
    expect(desk.hasWorker).toBe(false);
    const id = idOf(await desk.order({ do: 'create', request: request() }));
    await desk.close();
    const jobs = await open();
    jobs.start();
    expect(await jobs.finished(id)).toMatchObject({ id, state: 'completed' });
  });

  it('are done by the process that has the directory', async () => {
    const jobs = await open();
    const desk = await connectPluginJobs({ dir: dir() });
    expect(desk.hasWorker).toBe(true);
    const id = idOf(await desk.order({ do: 'create', request: request() }));
    await desk.order({ do: 'prioritise', id, priority: 5 });
    expect(await jobs.get(id)).toMatchObject({ state: 'queued', priority: 5 });
    await desk.order({ do: 'cancel', id, reason: 'no more' });
    expect(await jobs.get(id)).toMatchObject({ state: 'cancelled' });
    const again = idOf(await desk.order({ do: 'retry', id }));
    expect(await jobs.get(again)).toMatchObject({ state: 'queued', retryOf: id });
    expect(await desk.order({ do: 'prune', dryRun: true })).toMatchObject({ plan: { remove: [] } });
    await expect(
      desk.order({ do: 'answer', id: again, question: 'x', answer: 1 }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^PW_JOBS_/) });
    await expect(desk.order({ do: 'cancel', id: 'no-such-job' })).rejects.toMatchObject({
      code: 'PW_JOBS_UNKNOWN',
      hint: expect.any(String),
    });
    await desk.close();
    expect(await readdir(workspace.path('jobs', 'inbox'))).toEqual([]);
  });

  it('make one job when the process died between doing it and saying so', async () => {
    const id = '018f3c1e-0000-7000-8000-000000000000';
    const text = JSON.stringify({ do: 'create', request: request() });
    const first = await open();
    await writeFile(orderPath(dir(), id), text);
    const seen = async (jobs: Jobs) => {
      while ((await readdir(workspace.path('jobs', 'inbox'))).includes(`${id}.order.json`))
        await new Promise((resolve) => setTimeout(resolve, 10));
      return (await jobs.list()).jobs.length;
    };
    expect(await seen(first)).toBe(1);
    await first.close();
    opened = [];
    await writeFile(orderPath(dir(), id), text);
    expect(await seen(await open())).toBe(1);
  });

  it('with a key of the environment are refused before anything is kept', async () => {
    const env = { OPENAI_API_KEY: 'sk-proj-0123456789abcdefghij' };
    const order = {
      do: 'create',
      request: { ...request(), title: `make it with ${env.OPENAI_API_KEY}` },
    } as const;
    const host = workspace.host({ env });
    const first = await openPluginJobs({ dir: dir(), host });
    const refused = { code: 'PW_APPLY_SECRET', message: expect.not.stringContaining('sk-proj') };
    await expect(first.create(order.request)).rejects.toMatchObject(refused);
    const desk = await connectPluginJobs({ dir: dir(), host });
    expect(desk.hasWorker).toBe(true);
    await expect(desk.order(order)).rejects.toMatchObject(refused);
    expect(await readdir(workspace.path('jobs', 'inbox'))).toEqual([]);
    expect((await first.list()).jobs).toEqual([]);
    await first.close();
  });

  it('that nobody knows are answered, and hold up no other', async () => {
    const jobs = await open();
    const unknown = '018f3c1e-0000-7000-8000-000000000003';
    await writeFile(orderPath(dir(), unknown), JSON.stringify({ do: 'dance' }));
    const desk = await connectPluginJobs({ dir: dir(), host: workspace.host() });
    expect(await desk.order({ do: 'create', request: request() })).toMatchObject({ ok: true });
    const reply = workspace.path('jobs', 'inbox', `${unknown}.reply.json`);
    expect(JSON.parse(await readFile(reply, 'utf8'))).toMatchObject({
      ok: false,
      error: { code: 'PW_JOBS_ORDER' },
    });
    expect((await jobs.list()).jobs).toHaveLength(1);
  });

  it('that cannot be read are answered, and replies that nobody took go', async () => {
    await open();
    const id = '018f3c1e-0000-7000-8000-000000000001';
    const old = workspace.path('jobs', 'inbox', `${id}.reply.json`);
    await writeFile(old, '{}');
    await utimes(old, 0, 0);
    const broken = '018f3c1e-0000-7000-8000-000000000002';
    await writeFile(workspace.path('jobs', 'inbox', 'notes.txt'), 'not ours');
    await writeFile(orderPath(dir(), broken), '{');
    const names = async () => (await readdir(workspace.path('jobs', 'inbox'))).sort();
    // The order goes a moment after the reply has come.
    await expect.poll(names, { timeout: 20_000 }).toEqual([`${broken}.reply.json`, 'notes.txt']);
  });

  it('are taken back when nobody takes them', async () => {
    const jobs = await openPluginJobs({ dir: dir(), serve: false });
    opened.push(jobs);
    const desk = await connectPluginJobs({ dir: dir() }, { replyWithinMs: 250 });
    await expect(desk.order({ do: 'prune', dryRun: true })).rejects.toMatchObject({
      code: 'PW_JOBS_NO_REPLY',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    expect(await readdir(workspace.path('jobs', 'inbox'))).toEqual([]);
  });

  it('cannot be made where there is no place for jobs', async () => {
    await workspace.write('file', '');
    await expect(connectPluginJobs({ dir: workspace.path('file', 'jobs') })).rejects.toMatchObject({
      code: 'PW_JOBS_DIRECTORY',
    });
  });
});

describe('jobsDirectory', () => {
  it.each([
    [{ PLUGWRIGHT_HOME: '/srv/pw', XDG_STATE_HOME: '/state' }, '/srv/pw/jobs'],
    [{ XDG_STATE_HOME: '/state' }, '/state/plugwright/jobs'],
    [{}, '/home/ada/.local/state/plugwright/jobs'],
    [
      { PLUGWRIGHT_HOME: 'relative', XDG_STATE_HOME: 'x' },
      '/home/ada/.local/state/plugwright/jobs',
    ],
  ])('%j is %s', (env, expected) => {
    expect(jobsDirectory(env, '/home/ada')).toBe(expected);
  });
});

describe('what lies in the inbox', () => {
  it.each([
    ['{', 'It is not JSON.'],
    ['{"do":"rm"}', 'do: '],
    ['{"do":"cancel","id":7}', 'id: '],
    ['{"do":"cancel","id":"a","more":1}', 'order: '],
    ['{"do":"prune","dryRun":"no"}', 'dryRun: '],
    ['{"do":"create","request":{"kind":"k"}}', 'request.input: '],
    ['[]', 'order: '],
  ])('is no order when it is %s', (text, why) => {
    expect(() => readOrder(text)).toThrow(expect.objectContaining({ code: 'PW_JOBS_ORDER' }));
    expect(() => readOrder(text)).toThrow(why);
  });

  it('is an order when it says what to do with what', () => {
    const order = { do: 'answer', id: 'a', question: 'q', answer: { deep: [1, null] } };
    expect(readOrder(JSON.stringify(order))).toEqual(order);
  });

  it('is a reply, or nothing', () => {
    expect(readReply('{"ok":true,"id":"a","created":false}')).toMatchObject({ id: 'a' });
    expect(() => readReply('{"ok":true}')).toThrow('Invalid input');
    expect(() => readReply('{"ok":false,"error":"x"}')).toThrow('Invalid input');
  });
});

describe('an error as a reply', () => {
  it('keeps code and hint, and can be read again', () => {
    const { hint, ...bare } = { code: 'PW_JOBS_ORDER', message: 'No.', hint: 'Update.' };
    const of = (error: unknown) => readReply(JSON.stringify(asReply(error)));
    expect(of(new PlugwrightError({ ...bare, hint }))).toEqual({
      ok: false,
      error: { ...bare, hint },
    });
    expect(of(new PlugwrightError(bare))).toEqual({ ok: false, error: bare });
    expect(of(new Error('a bug'))).toEqual({
      ok: false,
      error: { code: 'PW_INTERNAL', message: 'a bug' },
    });
    expect(of('text')).toMatchObject({ error: { code: 'PW_INTERNAL', message: 'text' } });
  });
});
