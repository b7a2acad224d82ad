import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { helloSpec, useWorkspace } from '../__fixtures__/workspace.js';
import { gateVerdict } from './create-failure.js';
import { openPluginJobs, type OpenPluginJobsOptions } from './open-plugin-jobs.js';
import { PLUGIN_CREATE, type PluginJobInput } from './plugin-job.js';
import { openJobQuestion, readResult } from './read-result.js';
import type { Jobs } from '@plugwright/jobs';

const workspace = useWorkspace();
let opened: Jobs[] = [];
afterEach(async () => {
  await Promise.all(opened.map((jobs) => jobs.close()));
  opened = [];
});
const dir = () => workspace.path('state', 'jobs');
const open = async (options: Partial<OpenPluginJobsOptions> = {}) => {
  const jobs = await openPluginJobs({ dir: dir(), ...options });
  opened.push(jobs);
  return jobs;
};
const input = (more: Partial<PluginJobInput>): PluginJobInput => ({
  request: { text: helloSpec, from: 'order' },
  questions: 'refuse',
  parent: workspace.path('out'),
  verify: false,
  ...more,
});
const order = async (jobs: Jobs, more: Partial<PluginJobInput>) =>
  (await jobs.create({ kind: PLUGIN_CREATE, input: input(more) })).job.id;
/** The open question, when the job has asked `earlier` others before. */
const asking = async (jobs: Jobs, id: string, earlier = 0) => {
  let left = earlier;
  for await (const event of jobs.follow({ jobId: id }))
    if (event.type === 'job.asking' && left-- === 0) break;
  const job = await jobs.get(id);
  return openJobQuestion(job!);
};

describe('gateVerdict', () => {
  const gate = (more: object) => ({
    gate: 'types',
    status: 'failed',
    diagnostics: [],
    durationMs: 1,
    evidence: {},
    ...more,
  });
  it.each([
    ['The gates did not run to their end.', { status: 'skipped' }],
    ['types failed', {}],
    ['types failed: too slow', { diagnostics: [{ severity: 'error', message: 'too slow\nmore' }] }],
    [
      'types failed: src/a.ts:3 wrong',
      { diagnostics: [{ severity: 'error', message: 'wrong', file: 'src/a.ts', line: 3 }] },
    ],
  ])('says %s', (text, more) => {
    expect(gateVerdict({ gates: [gate(more)] as never })).toBe(text);
  });
});

describe('the job that makes a plugin', () => {
  it('reads, renders and writes, and leaves nothing else behind', async () => {
    const jobs = await open();
    jobs.start();
    const job = await jobs.finished(await order(jobs, {}));
    expect(job).toMatchObject({ state: 'completed' });
    expect(job.steps.map(({ name }) => name)).toEqual(['read', 'render', 'write']);
    expect(await jobs.value(job.output!)).toEqual({
      outcome: 'written',
      name: 'plugin-hello',
      directory: workspace.path('out', 'plugin-hello'),
      gates: [],
    });
    expect(await workspace.list('out/plugin-hello')).toContain('package.json');
    expect(await readResult(jobs, job)).toMatchObject({ outcome: 'written', kind: 'spec' });
    expect(await readdir(join(dir(), 'work'))).toEqual([]);
  });

  it('gives the same bytes as create does', async () => {
    const { create } = await import('../create.js');
    await workspace.write('hello.yaml', helloSpec);
    const host = workspace.host();
    const made = await create({ source: 'hello.yaml', out: 'direct', verify: false, host });
    const jobs = await open();
    jobs.start();
    const request = { source: 'hello.yaml', cwd: workspace.path() };
    await jobs.finished(await order(jobs, { request }));
    for (const { path, text } of made.tree!)
      expect(await workspace.read(`out/plugin-hello/${path}`)).toBe(text);
  });

  it('fails with the problem of the source, and keeps all of them', async () => {
    const jobs = await open();
    jobs.start();
    const request = { text: 'How are you today?', from: 'chat', isSentence: true };
    const job = await jobs.finished(await order(jobs, { request }));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'PW_TEXT_NOT_A_REQUEST' } });
    expect(await readResult(jobs, job)).toMatchObject({ outcome: 'unreadable', kind: 'sentence' });
  });

  it('reads a source again that somebody has mended, when it is retried', async () => {
    const jobs = await open();
    jobs.start();
    const source = await workspace.write('hello.yaml', 'specVersion: 1\nname: 7\n');
    const id = await order(jobs, { request: { source, cwd: '/' } });
    expect(await jobs.finished(id)).toMatchObject({ state: 'failed' });
    await workspace.write('hello.yaml', helloSpec);
    const { job } = await jobs.retry(id);
    expect(await jobs.finished(job.id)).toMatchObject({ state: 'completed' });
  });

  it('never takes a text of an order for the name of a file', async () => {
    const path = await workspace.write('secret.yaml', helloSpec);
    const jobs = await open();
    jobs.start();
    for (const isSentence of [true, false]) {
      const request = { text: path, from: 'chat', isSentence };
      expect(await jobs.finished(await order(jobs, { request }))).toMatchObject({
        state: 'failed',
      });
    }
    expect(await workspace.list()).not.toContain('out');
  });

  it('asks what is open, asks again with the reason, and goes on with the same job', async () => {
    const jobs = await open();
    jobs.start();
    const text = 'Create a plugin that watches an RSS feed and posts new items to the channel';
    const request = { text, from: 'chat', isSentence: true };
    const id = await order(jobs, { request, questions: 'ask' });
    expect(await asking(jobs, id)).toMatchObject({ id: '1:feed', data: { id: 'feed' } });
    await jobs.answer(id, '1:feed', 'banana');
    const again = await asking(jobs, id, 1);
    expect(again?.id).toBe('2:feed');
    expect(again?.text).toContain('banana');
    await jobs.answer(id, '2:feed', 'https://example.com/feed.xml');
    const job = await jobs.finished(id);
    expect(job).toMatchObject({ id, state: 'completed', questions: [{}, {}] });
    expect((await readResult(jobs, job))?.spec?.name).toBe('plugin-watches-feed');
  });

  it('takes an empty answer for the likely one, and asks nothing when it shall assume', async () => {
    const jobs = await open();
    jobs.start();
    const text = 'Create a plugin that watches an RSS feed and posts new items to the channel';
    const request = { text, from: 'chat', isSentence: true };
    const id = await order(jobs, { request, questions: 'ask' });
    await asking(jobs, id);
    await jobs.answer(id, '1:feed', ' ');
    expect(await jobs.finished(id)).toMatchObject({ state: 'completed' });
    const parent = workspace.path('second');
    const assumed = await order(jobs, { request, questions: 'assume', parent });
    expect(await jobs.finished(assumed)).toMatchObject({ state: 'completed', questions: [] });
    const refused = await order(jobs, { request, questions: 'refuse', parent });
    expect(await jobs.finished(refused)).toMatchObject({
      error: { code: 'PW_SENTENCE_QUESTIONS' },
    });
  });

  it('goes on behind the last finished step after the process stopped', async () => {
    const first = await open();
    first.start();
    const id = await order(first, { verify: {} });
    for await (const event of first.follow({ jobId: id }))
      if (event.type === 'job.step.completed' && event.step === 'write') break;
    await first.close();
    opened = [];
    const seen: string[] = [];
    const second = await open({ onStep: (_, event) => seen.push(event.step) });
    expect(await second.get(id)).toMatchObject({ state: 'queued', attempt: 1 });
    second.start();
    const job = await second.finished(id);
    expect(job).toMatchObject({ id, state: 'completed', attempt: 2 });
    expect(new Set(seen)).toEqual(new Set(['parse', 'types', 'bundle', 'boot', 'tests']));
    expect(await second.value(job.output!)).toMatchObject({
      outcome: 'verified',
      gates: ['parse', 'types', 'bundle', 'boot', 'tests'],
    });
    const recorded = job.journal.filter(({ type }) => type === 'job.progress');
    expect(recorded.map(({ data }) => (data as { step: string }).step)).toContain('tests');
  });

  it('fails with the first problem of a gate, keeps the report, and checks again when retried', async () => {
    const jobs = await open();
    jobs.start();
    const text = `${helloSpec}budgets: { bundleBytes: 1024 }\n`;
    const id = await order(jobs, {
      request: { text, from: 'order' },
      verify: { gates: ['bundle'] },
    });
    const job = await jobs.finished(id);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'PW_CREATE_GATES' } });
    expect(job.error?.message).toMatch(/^bundle failed: /);
    const result = await readResult(jobs, job);
    expect(result).toMatchObject({ outcome: 'failed', report: { ok: false } });
    expect(await workspace.list('out/plugin-hello')).toContain('package.json');
    const { job: again } = await jobs.retry(id);
    const ended = await jobs.finished(again.id);
    expect(ended.error?.code).toBe('PW_CREATE_GATES');
    const of = (type: string) =>
      ended.journal.filter((entry) => entry.type === type).map(({ step }) => step);
    expect(of('job.step.reused')).toEqual(['read', 'render', 'write']);
    expect(of('job.step.started')).toEqual(['gates']);
  });

  it('asks before it writes into a directory that is not empty', async () => {
    const jobs = await open();
    jobs.start();
    await workspace.write('out/plugin-hello/notes.txt', 'mine');
    const refused = await jobs.finished(await order(jobs, {}));
    expect(refused).toMatchObject({ error: { code: 'PW_CREATE_DIRECTORY_EXISTS' } });
    expect((await readResult(jobs, refused))?.diff).toContain('+++ b/package.json');
    const no = await order(jobs, { questions: 'ask' });
    expect(await asking(jobs, no)).toMatchObject({ id: 'overwrite' });
    await jobs.answer(no, 'overwrite', 'no');
    expect(await jobs.finished(no)).toMatchObject({ state: 'failed' });
    const yes = await order(jobs, { questions: 'ask' });
    await asking(jobs, yes);
    await jobs.answer(yes, 'overwrite', 'yes');
    expect(await jobs.finished(yes)).toMatchObject({ state: 'completed' });
    expect(await workspace.list('out/plugin-hello')).toContain('notes.txt');
  });

  it('ends a job that is cancelled in its gates, with all processes', async () => {
    const jobs = await open();
    jobs.start();
    const id = await order(jobs, { verify: {} });
    for await (const event of jobs.follow({ jobId: id }))
      if ((event.data as { step?: string } | undefined)?.step === 'types') break;
    expect(await jobs.cancel(id, 'enough')).toMatchObject({ state: 'cancelled' });
    expect(await readdir(join(dir(), 'work'))).toEqual([]);
  });

  it('clears away what dead attempts left, and what no job is named after', async () => {
    const first = await open();
    const id = await order(first, {});
    await first.close();
    opened = [];
    await workspace.write('state/jobs/work/nobody/1/a.txt', '');
    await workspace.write(`state/jobs/work/${id}/1/a.txt`, '');
    const jobs = await open();
    expect(await readdir(join(dir(), 'work'))).toEqual([id]);
    jobs.start();
    await jobs.finished(id);
    expect(await readdir(join(dir(), 'work'))).toEqual([]);
  });

  it('fails as the disk does', async () => {
    const { files } = workspace.host();
    const full = { ...files, writeFile: () => Promise.reject(new Error('disk full')) };
    const jobs = await open({ host: workspace.host({ files: full }) });
    jobs.start();
    const job = await jobs.finished(await order(jobs, {}));
    expect(job).toMatchObject({
      state: 'failed',
      error: { code: 'PW_APPLY_FAILED', step: 'write' },
    });
  });
});
