import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '../job-record.js';
import { checkCallbacks } from './check-callbacks.js';
import { DELIVERY_SCHEDULE, nextDelay } from './delivery-schedule.js';
import { endpointLane } from './endpoint-lane.js';
import { judgeAnswer } from './judge-answer.js';
import { afterTry, headOf, postponed, replayed } from './outbox-changes.js';

const entry = (seq: number, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: `j:completed:${seq}`,
  endpoint: 'a',
  type: 'job.completed',
  seq,
  createdAt: seq,
  state: 'completed',
  attempt: 1,
  tries: 0,
  dueAt: seq,
  status: 'due',
  log: [],
  ...more,
});

describe('the schedule', () => {
  test('is ten tries in 75.6 hours, a quarter more or less', () => {
    expect(DELIVERY_SCHEDULE.length + 1).toBe(10);
    const hours = DELIVERY_SCHEDULE.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeCloseTo(75.6, 1);
    expect(nextDelay(1, () => 0)).toBe(3750);
    expect(nextDelay(1, () => 1)).toBe(6250);
    expect(nextDelay(9, () => 0.5)).toBe(24 * 3_600_000);
    expect(nextDelay(10, () => 0.5)).toBeUndefined();
  });
});

describe('an answer', () => {
  test.each([200, 201, 204, 299])('%i is a delivery', (status) => {
    expect(judgeAnswer(status, undefined, 0)).toEqual({ verdict: 'delivered' });
  });
  test('410 ends the endpoint', () => {
    expect(judgeAnswer(410, undefined, 0)).toEqual({ verdict: 'gone' });
  });
  test.each([undefined, 101, 301, 302, 307, 400, 401, 404, 500])('%s is tried again', (status) => {
    expect(judgeAnswer(status, undefined, 0)).toEqual({ verdict: 'retry', busy: false });
  });
  test.each([429, 502, 503, 504])('%i asks for quiet', (status) => {
    expect(judgeAnswer(status, '120', 0)).toEqual({
      verdict: 'retry',
      busy: true,
      retryAfterMs: 120_000,
    });
  });
  test.each([
    ['0', 0],
    ['Thu, 01 Jan 1970 00:01:30 GMT', 30_000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['9999999999', 86_400_000],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
    ['soon', undefined],
    ['-5', expect.any(Number)],
    ['1e9', undefined],
  ])('Retry-After: %s', (value, ms) => {
    const verdict = judgeAnswer(429, value, 60_000);
    expect('retryAfterMs' in verdict ? verdict.retryAfterMs : undefined).toEqual(ms);
  });
});

describe('a lane', () => {
  test('opens after five failures, for longer each time, and tries once in between', () => {
    const lane = endpointLane(3, () => 0.5);
    expect(lane.idle()).toBe(true);
    for (let n = 0; n < 4; n++) lane.failed(0);
    expect(lane.pause(0)).toBe(0);
    lane.failed(0);
    expect(lane.pause(0)).toBe(30_000);
    expect(lane.free(29_999)).toBe(false);
    expect(lane.free(30_000)).toBe(true);
    lane.busy = 1;
    expect(lane.free(30_000)).toBe(false);
    lane.busy = 0;
    lane.failed(30_000);
    expect(lane.pause(30_000)).toBe(60_000);
    for (let n = 0; n < 50; n++) lane.failed(0);
    expect(lane.pause(0)).toBe(5 * 60_000);
    expect(lane.idle()).toBe(false);
    lane.delivered();
    lane.busy = 2;
    expect(lane.free(1e9)).toBe(true);
    lane.busy = 3;
    expect(lane.free(1e9)).toBe(false);
  });

  test('is quiet for as long as the receiver asks', () => {
    const lane = endpointLane(1, () => 0);
    lane.failed(1000, 5000);
    expect(lane.pause(1000)).toBe(5000);
  });
});

describe('the outbox', () => {
  const outbox = [entry(3), entry(1), entry(2, { endpoint: 'b' })];
  const attempt = { at: 5, ms: 1, status: 500 };

  test('gives the oldest entry of an endpoint first', () => {
    expect(headOf(outbox, 'a')?.seq).toBe(1);
    expect(headOf(outbox, 'b')?.seq).toBe(2);
    expect(headOf(outbox, 'c')).toBeUndefined();
    expect(headOf([entry(1, { status: 'dead' }), entry(2)], 'a')?.seq).toBe(2);
  });

  test('after a failure, later entries wait with the first', () => {
    const after = afterTry(outbox, entry(1), attempt, { end: 'again', until: 100 });
    expect(after.map(({ seq, dueAt, tries }) => [seq, dueAt, tries])).toEqual([
      [3, 100, 0],
      [1, 100, 1],
      [2, 2, 0],
    ]);
  });

  test('after the last failure the entry is dead and the next one goes on', () => {
    const after = afterTry(outbox, entry(1), attempt, { end: 'dead' });
    expect(after.map(({ status }) => status)).toEqual(['due', 'dead', 'due']);
    expect(headOf(after, 'a')?.seq).toBe(3);
  });

  test('when the endpoint is gone nothing of this job goes there', () => {
    const after = afterTry(outbox, entry(1), attempt, { end: 'gone' });
    expect(after.map(({ status }) => status)).toEqual(['dead', 'dead', 'due']);
  });

  test('keeps the last five deliveries and no body but of the last two tries', () => {
    let entries: readonly OutboxEntry[] = Array.from({ length: 8 }, (_, seq) => entry(seq));
    for (let seq = 0; seq < 8; seq++)
      entries = afterTry(entries, entry(seq), attempt, { end: 'delivered' });
    expect(entries.map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7]);
    let retried: readonly OutboxEntry[] = [entry(1)];
    for (let at = 0; at < 20; at++)
      retried = afterTry(
        retried,
        entry(1),
        { at, ms: 1, excerpt: 'x' },
        { end: 'again', until: at },
      );
    expect(retried[0]?.log.length).toBe(12);
    expect(
      retried[0]?.log.filter(({ excerpt }) => excerpt !== undefined).map(({ at }) => at),
    ).toEqual([18, 19]);
  });

  test('is postponed and replayed without a trace in what it does not concern', () => {
    expect(postponed(outbox, 'a', 2).map(({ dueAt }) => dueAt)).toEqual([3, 2, 2]);
    const dead = [entry(1, { status: 'dead', tries: 10 }), entry(2)];
    expect(replayed(dead, () => true, 50)).toEqual([entry(1, { dueAt: 50 }), entry(2)]);
    expect(replayed(dead, () => false, 50)).toEqual(dead);
  });
});

describe('callbacks', () => {
  const callback = (endpoint: string, url = 'https://example.com/hook') => ({ endpoint, url });
  test('are few, named, and lead to HTTPS on the public internet', () => {
    expect(() => checkCallbacks([callback('a'), callback('b')])).not.toThrow();
    expect(() =>
      checkCallbacks([callback('a', 'http://10.0.0.1:8080/')], {
        allowHttp: true,
        allowCidrs: ['10.0.0.0/8'],
        ports: [8080],
      }),
    ).not.toThrow();
  });
  test.each([
    [[callback('a'), callback('a')], 'PW_WEBHOOK_CALLBACK'],
    [[callback('')], 'PW_WEBHOOK_CALLBACK'],
    [[callback('a b')], 'PW_WEBHOOK_CALLBACK'],
    [Array.from({ length: 11 }, (_, at) => callback(`e${at}`)), 'PW_WEBHOOK_CALLBACK'],
    [[callback('a', 'http://example.com/')], 'PW_FETCH_SCHEME'],
    [[callback('a', 'https://example.com:8443/')], 'PW_FETCH_PORT'],
    [[callback('a', 'https://127.1/')], 'PW_FETCH_PRIVATE'],
    [[callback('a', 'https://u:p@example.com/')], 'PW_FETCH_CREDENTIALS'],
    [[callback('a', 'example.com')], 'PW_FETCH_URL'],
  ])('%j gives %s', (callbacks, code) => {
    expect(() => checkCallbacks(callbacks)).toThrow(expect.objectContaining({ code }));
  });
});
