import { describe, expect, test } from 'vitest';
import { csvRow } from './csv-row.js';
import { displayWidth, dollars, fitted, plainText, shortDuration } from './display-text.js';
import type { JobStatistics } from './job-statistics.js';
import { serverSentEvent } from './server-sent-event.js';
import { statisticsSvg } from './statistics-svg.js';
import { sparkline, statisticsText } from './statistics-text.js';

const times = (p50Ms: number, p95Ms: number) => ({
  count: 9,
  meanMs: p50Ms,
  p50Ms,
  p95Ms,
  maxMs: p95Ms,
});
const day = (number: number, completed: number, failed = 0) => ({
  day: `2026-11-${String(number).padStart(2, '0')}`,
  completed,
  failed,
  cancelled: 0,
  costUsd: 0,
});
const statistics: JobStatistics = {
  jobs: 1300,
  byState: { completed: 1200, failed: 99, cancelled: 1 },
  successRate: 0.9238,
  retries: 4,
  usage: { inputTokens: 12_345, outputTokens: 67, costUsd: 0.05 },
  queueWait: times(3, 1500),
  run: times(65_000, 7_500_000),
  steps: [
    { name: 'boot \u001B[31m<b>&"', ...times(2000, 4000) },
    { name: '日本語の長い長い長い長い名前', ...times(100, 200) },
    ...Array.from({ length: 12 }, (_, n) => ({ name: `s${n}`, ...times(1, n) })),
  ],
  errors: [
    { code: 'PW_A_B', count: 90 },
    { code: 'PW_C_D_WITH_A_VERY_LONG_NAME_THAT_DOES_NOT_FIT', count: 9 },
  ],
  days: [day(1, 8), day(3, 4, 2), day(4, 1, 1)],
};
const nothing: JobStatistics = {
  jobs: 0,
  byState: { completed: 0, failed: 0, cancelled: 0 },
  retries: 0,
  usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  steps: [],
  errors: [],
  days: [],
};

describe('the picture for terminals', () => {
  test.each([20, 40, 48, 64, 80, 120, 200])(
    'is never wider than %i columns (at least 40)',
    (width) => {
      for (const line of statisticsText(statistics, { width }).split('\n'))
        expect([line, displayWidth(line) <= Math.max(40, width)]).toEqual([line, true]);
    },
  );

  test('has colours only when asked, and no escapes of strangers ever', () => {
    expect(statisticsText(statistics)).not.toContain('\u001B');
    const coloured = statisticsText(statistics, { color: true });
    expect(coloured).toContain('\u001B[32m1,200 completed\u001B[0m');
    expect(coloured).toContain('boot �[31m<b>&"');
  });

  test('shows days in which nothing ended as gaps, and what there is more of', () => {
    const text = statisticsText(statistics);
    expect(text).toContain('per day     █ ▄▁\n');
    expect(text).toContain('failed        █▄\n');
    expect(text).toContain('UTC         2026-11-01 to 2026-11-04\n');
    expect(text).toContain('and 4 more');
    expect(text).toMatch(/jobs +1,300 ended  1,200 completed/);
    expect(text).toMatch(/run +p50 1 min 5 s {2}p95 2 h 5 min/);
  });

  test('of nothing says so; of jobs that only completed leaves out the rest', () => {
    expect(statisticsText(nothing)).toBe('No job has ended yet.\n');
    const plain = statisticsText({
      ...nothing,
      jobs: 1,
      byState: { completed: 1, failed: 0, cancelled: 0 },
      days: [day(1, 1)],
      steps: [{ name: 'a', ...times(0, 0) }],
    });
    expect(plain).not.toMatch(/^(?:failed|cost|queue wait|error)/m);
  });
});

describe('the SVG', () => {
  test('is well formed whatever the names are, for light and dark', () => {
    const svg = statisticsSvg(statistics, 'Jobs of <ann> & "bob"');
    expect(svg).toContain('Jobs of &#60;ann&#62; &#38; &#34;bob&#34;');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toContain('\u001B');
    expect(svg).toContain('prefers-color-scheme: dark');
    // Every tag that opens closes, in order.
    const open: string[] = [];
    const crossed: string[] = [];
    for (const [tag, close, name = '', self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (close && open.pop() !== name) crossed.push(tag);
      else if (!close && !self) open.push(name);
    }
    expect([open, crossed]).toEqual([[], []]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(svg.match(/class="completed" x="\d/g)?.length).toBe(4);
  });

  test('of nothing is still one', () => {
    const svg = statisticsSvg(nothing);
    expect(svg).toContain('0 ended');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(statisticsSvg({ ...nothing, days: [day(1, 1)] })).toContain('2026-11-01');
  });
});

describe('words', () => {
  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [59_949, '59.9 s'],
    [59_990, '1 min 0 s'],
    [3_599_000, '59 min 59 s'],
    [3_600_000, '1 h 0 min'],
  ])('%i ms is %s', (ms, text) => {
    expect(shortDuration(ms)).toBe(text);
  });
  test('fit their columns', () => {
    expect(fitted('日本語', 5)).toBe('日本…');
    expect(fitted('日本語', 4)).toBe('日… ');
    expect(fitted('abc', 5)).toBe('abc  ');
    expect(fitted('abc', 0)).toBe('');
    expect(displayWidth('e\u0301')).toBe(1);
    expect(plainText('a\u202Eb\nc\uD800')).toBe('a�b c�');
    expect([dollars(0), dollars(0.05), dollars(12)]).toEqual(['$0.00', '$0.0500', '$12.00']);
    expect(sparkline([0, 1, 100, 50])).toBe(' ▁█▄');
  });
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '\n@x'])(
    '%j does not become a formula',
    (text) => {
      expect(csvRow([text])).toMatch(/^"?'/);
    },
  );
  test('numbers stay numbers, nothing stays nothing', () => {
    expect(csvRow([-1.5, undefined, 'a', 'b c', ' d'])).toBe('-1.5,,a,b c," d"\r\n');
  });
  test('an event for a stream names its place in the log', () => {
    const event = {
      seq: 12,
      at: 1,
      type: 'job.progress',
      state: 'running',
      attempt: 1,
      epoch: 1,
      message: 'two\nlines',
      jobId: 'j',
      kind: 'k',
      principal: 'p',
    } as const;
    const text = serverSentEvent(event);
    expect(text).toMatch(/^id: 12\nevent: job\.progress\ndata: [^\n]+\n\n$/);
    expect(JSON.parse(text.split('data: ')[1]!)).toEqual(event);
  });
});
