import type { JobRecord } from '@plugwright/engine/jobs';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { ago, eventLine, jobDetails, listLine } from './job-lines.js';
import { exitOfJob } from './job-result.js';

const c = pc.createColors(false);
const job = (more: Partial<JobRecord> = {}) =>
  ({
    id: '01a22543-1d95-7000-aebc-aa3f3c98a193',
    state: 'completed',
    title: 'Roll dice',
    kind: 'plugin.create',
    principal: 'local',
    priority: 0,
    createdAt: 0,
    attempt: 1,
    spared: 0,
    steps: [],
    questions: [],
    ...more,
  }) as unknown as JobRecord;

describe('a line of the list', () => {
  it.each([
    [5_000, '5 s ago'],
    [65_000, '1 min ago'],
    [7_200_000, '2 h ago'],
    [200_000_000, '2 d ago'],
    [-5, '0 s ago'],
  ])('says how long ago %i ms are', (ms, text) => {
    expect(ago(0, ms)).toBe(text);
  });

  it('fits, and counts no attempt that only waited', () => {
    expect(listLine(c, job({ attempt: 3, spared: 2 }), 5000, 80)).toBe(
      '3c98a193  completed     5 s ago  Roll dice',
    );
    expect(listLine(c, job({ attempt: 3, spared: 1 }), 5000)).toContain('attempt 2');
    const long = listLine(c, job({ title: 'x'.repeat(300) }), 5000, 80);
    expect([long.length, long.at(-1)]).toEqual([79, '…']);
    expect(listLine(c, job({ title: '' }), 5000)).toContain('plugin.create');
  });

  it('shows no control characters of a title', () => {
    expect(listLine(c, job({ title: 'a\u001b[2Jb' }), 0)).not.toContain('\u001b');
    expect(jobDetails(c, job({ title: 'a\u001b[2Jb' })).join('')).not.toContain('\u001b');
  });
});

describe('an event', () => {
  const line = (more: object) =>
    eventLine(
      { errorColours: c } as never,
      {
        seq: 1,
        at: 0,
        jobId: 'x-3c98a193',
        state: 'running',
        attempt: 1,
        epoch: 1,
        ...more,
      } as never,
    );
  it('is a line for people, or nothing', () => {
    expect(line({ type: 'job.progress', message: 'types', data: { ms: 1500 } })).toBe(
      '00:00:00 3c98a193 types 1.5 s',
    );
    expect(line({ type: 'job.progress' })).toBe('00:00:00 3c98a193 ');
    expect(line({ type: 'job.retrying', code: 'PW_FETCH_FAILED' })).toContain('PW_FETCH_FAILED');
    expect(line({ type: 'job.asking', message: 'Which?' })).toContain('asks: Which?');
    expect(line({ type: 'job.asking' })).toContain('asks:');
    expect(line({ type: 'job.failed', code: 'PW_X', message: 'no' })).toContain('failed: PW_X no');
    expect(line({ type: 'job.step.started', step: 'read' })).toBeUndefined();
  });
});

describe('the exit code of a job', () => {
  it.each([
    [{ state: 'completed' }, 0],
    [{ state: 'cancelled' }, 130],
    [{ state: 'failed', error: { code: 'PW_CREATE_GATES', message: '' } }, 1],
    [{ state: 'failed', error: { code: 'OTHERS', message: '' } }, 3],
    [{ state: 'failed' }, 3],
  ] as const)('of %j is %i', (more, code) => {
    expect(exitOfJob(job(more as never))).toBe(code);
  });
});
