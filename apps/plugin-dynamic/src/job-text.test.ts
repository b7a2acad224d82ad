import type { JobRecord, PluginJobResult } from '@plugwright/engine/jobs';
import { describe, expect, it } from 'vitest';
import { jobLine, questionText, verdictText } from './job-text.js';
import { postOf } from './posts.js';

const job = (more: object = {}) =>
  ({
    id: 'x-3c98a193',
    title: 'Roll dice',
    state: 'running',
    journal: [],
    questions: [],
    ...more,
  }) as unknown as JobRecord;
const result = (more: object) => more as PluginJobResult;

describe('the line about a job', () => {
  it.each([
    [{}, '"Roll dice" (job 3c98a193) is being made.'],
    [{ journal: [{ type: 'job.progress', message: 'types' }] }, 'is being made: types.'],
    [{ state: 'failed', error: { code: 'X', message: 'It broke!' } }, 'failed: It broke.'],
    [{ state: 'failed' }, 'failed.'],
    [{ state: 'queued' }, 'waits for its turn.'],
  ])('%j', (more, text) => {
    expect(jobLine(job(more))).toContain(text);
  });
});

describe('a question', () => {
  it('shows its choices, and how to take the likely answer', () => {
    const data = { choices: ['a', 'b'], fallback: 'a' };
    expect(questionText(job(), { id: 'q', text: 'Which?', askedAt: 0, data })).toBe(
      'A question about plugin job 3c98a193: Which?\n1) a\n2) b\nSay "skip" to take the likely answer: a.',
    );
    expect(questionText(job(), { id: 'q', text: 'Which?', askedAt: 0 })).not.toContain('skip');
  });
});

describe('the verdict', () => {
  const report = (level: string, ...gates: string[]) => ({
    gates: gates.map((gate) => ({ gate })),
    isolation: { level, driver: level === 'sandbox' ? 'bubblewrap' : 'none' },
  });
  const spec = { name: 'plugin-x', environment: [{ name: 'KEY', required: true }, { name: 'B' }] };
  it.each([
    [
      { spec, directory: '/p', report: report('sandbox', 'boot') },
      'in a sandbox (bubblewrap), without my keys',
    ],
    [
      { spec, directory: '/p', report: report('restricted', 'tests') },
      'with my rights on this machine (isolation: restricted)',
    ],
    [{ spec, directory: '/p', report: report('sandbox', 'types') }, 'None of it was run.'],
    [{ spec, directory: '/p' }, 'Nothing was checked.\nIt needs KEY.'],
    [{ spec: { ...spec, environment: [] } }, 'It lies in its directory.'],
  ])('says how far the plugin was checked', (given, text) => {
    const said = verdictText(job({ state: 'completed' }), result(given));
    expect(said).toMatch(/^plugin-x is ready \(job 3c98a193\)/);
    expect(said).toContain(text);
  });

  it('says what went wrong, and where what was made lies', () => {
    const failed = job({
      state: 'failed',
      error: { code: 'X', message: 'types failed', hint: 'Look.' },
    });
    expect(verdictText(failed, result({ outcome: 'failed', directory: '/p' }))).toBe(
      '"Roll dice" failed (job 3c98a193): types failed\nLook.\nWhat was made lies in /p.',
    );
    expect(verdictText(job({ state: 'failed' }), undefined)).toContain('It failed.');
    expect(verdictText(job({ state: 'cancelled' }), undefined)).toContain('is cancelled');
    expect(verdictText(job({ state: 'completed' }), undefined)).toContain('"Roll dice" is ready');
  });
});

describe('what the room hears', () => {
  const jobs = { value: async () => Promise.reject(new Error('gone')) };
  const heard = (event: object, more: object = {}) =>
    postOf(jobs, job({ artifacts: [{ name: 'result.json' }], ...more }), event as never);
  it.each([
    [{ type: 'job.created' }, undefined],
    [{ type: 'job.progress' }, undefined],
    [{ type: 'job.progress', data: { step: 'write', state: 'failed' } }, undefined],
    [
      { type: 'job.progress', data: { step: 'write', state: 'done', detail: '3 files' } },
      'wrote 3 files',
    ],
    [{ type: 'job.asking' }, undefined],
    [{ type: 'job.retrying', message: 'no network' }, 'no network. I try again.'],
    [{ type: 'job.retrying' }, 'a try failed'],
    [{ type: 'job.recovered' }, 'I was interrupted'],
  ])('of %j', async (event, text) => {
    expect(String(await heard(event))).toContain(String(text));
  });

  it('has a verdict also when the result cannot be read', async () => {
    expect(await heard({ type: 'job.completed' }, { state: 'completed' })).toContain('is ready');
    const questions = [{ id: 'q', text: 'Which?' }];
    expect(await heard({ type: 'job.asking' }, { state: 'asking', questions })).toContain('Which?');
  });
});
