import { consecutiveDays } from './consecutive-days.js';
import type { JobStatistics } from './job-statistics.js';
import { dollars, displayWidth, fitted, grouped, shortDuration } from './display-text.js';

/** How statistics are shown on a terminal. */
export interface StatisticsTextOptions {
  /** Columns; default 80, at least 40. */
  width?: number;
  /** Colours; leave them out where `NO_COLOR` is set or the output is no terminal. Default `false`. */
  color?: boolean;
}

const COLORS = { green: 32, red: 31, yellow: 33, dim: 2 } as const;
const BLOCKS = [...'▁▂▃▄▅▆▇█'];
const EIGHTHS = ['', ...'▏▎▍▌▋▊▉'];
/** Steps and error codes shown. */
const MOST_ROWS = 10;
const LABEL = 12;

/** Statistics as a picture of text: no line is wider than `width`. */
export function statisticsText(
  statistics: JobStatistics,
  { width: asked = 80, color = false }: StatisticsTextOptions = {},
): string {
  const width = Math.max(40, asked);
  const paint = (name: keyof typeof COLORS, text: string) =>
    color ? `\u001B[${COLORS[name]}m${text}\u001B[0m` : text;
  const label = (text: string) => paint('dim', fitted(text, LABEL));
  const { byState, queueWait, run, usage, days, steps, errors, successRate } = statistics;
  if (statistics.jobs === 0) return 'No job has ended yet.\n';

  const lines = wrapped(
    [
      `${grouped(statistics.jobs)} ended`,
      paint('green', `${grouped(byState.completed)} completed`),
      paint('red', `${grouped(byState.failed)} failed`),
      paint('yellow', `${grouped(byState.cancelled)} cancelled`),
      ...(successRate === undefined ? [] : [`${(successRate * 100).toFixed(1)} % success`]),
      `${grouped(statistics.retries)} retries`,
    ],
    width - LABEL,
  ).map((text, at) => label(at === 0 ? 'jobs' : '') + text);
  for (const [name, times] of [
    ['queue wait', queueWait],
    ['run', run],
  ] as const)
    if (times)
      lines.push(
        ...wrapped(
          [
            `p50 ${shortDuration(times.p50Ms)}`,
            `p95 ${shortDuration(times.p95Ms)}`,
            `max ${shortDuration(times.maxMs)}`,
          ],
          width - LABEL,
        ).map((text, at) => label(at === 0 ? name : '') + text),
      );
  if (usage.costUsd > 0 || usage.inputTokens > 0 || usage.outputTokens > 0)
    lines.push(
      ...wrapped(
        [
          dollars(usage.costUsd),
          `${grouped(usage.inputTokens)} tokens in`,
          `${grouped(usage.outputTokens)} tokens out`,
        ],
        width - LABEL,
      ).map((text, at) => label(at === 0 ? 'cost' : '') + text),
    );

  const shown = consecutiveDays(days, width - LABEL);
  lines.push(label('per day') + paint('green', sparkline(shown.map((day) => day.completed))));
  if (byState.failed > 0)
    lines.push(label('failed') + paint('red', sparkline(shown.map((day) => day.failed))));
  lines.push(label('UTC') + paint('dim', `${shown[0]?.day} to ${shown.at(-1)?.day}`));

  if (steps.length > 0) {
    const most = Math.max(...steps.map(({ p95Ms }) => p95Ms));
    const columns = width < 64 ? 11 : 12;
    const longest = Math.max(7, ...steps.map((step) => displayWidth(step.name) + 1));
    const name = Math.min(24, longest, width - 3 * columns);
    const bar = Math.max(0, width - name - 3 * columns);
    const cells = (texts: readonly string[]) => texts.map((text) => cell(text, columns)).join('');
    lines.push('', paint('dim', `${fitted('step', name)}${cells(['times', 'p50', 'p95'])}`));
    for (const step of steps.slice(0, MOST_ROWS))
      lines.push(
        fitted(step.name, name) +
          cells([grouped(step.count), shortDuration(step.p50Ms), shortDuration(step.p95Ms)]) +
          (bar > 2 ? `  ${barOf(step.p95Ms, most, bar - 2)}` : ''),
      );
    lines.push(...rest(steps.length));
  }
  if (errors.length > 0) {
    const most = errors[0]!.count;
    const code = Math.min(
      width - 14,
      Math.max(...errors.map((error) => displayWidth(error.code))) + 1,
    );
    lines.push('', paint('dim', `${fitted('error', code)}${cell('times')}`));
    for (const error of errors.slice(0, MOST_ROWS))
      lines.push(
        fitted(error.code, code) +
          cell(grouped(error.count)) +
          (width - code > 24
            ? `  ${paint('red', barOf(error.count, most, width - code - 14))}`
            : ''),
      );
    lines.push(...rest(errors.length));
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

const cell = (text: string, columns = 12) => text.padStart(columns);
const rest = (count: number) => (count > MOST_ROWS ? [`and ${count - MOST_ROWS} more`] : []);

/** One block for each value; the highest is full, what is above nothing is never invisible. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values);
  return values
    .map((value) =>
      value === 0 ? ' ' : BLOCKS[Math.max(0, Math.ceil((value / most) * BLOCKS.length) - 1)],
    )
    .join('');
}

/** A horizontal bar in eighths of a column. */
function barOf(value: number, most: number, columns: number): string {
  const eighths = most === 0 ? 0 : Math.max(1, Math.round((value / most) * columns * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** Words with two spaces between, in lines of at most `columns`; colours take none. */
function wrapped(words: readonly string[], columns: number): string[] {
  // oxlint-disable-next-line no-control-regex
  const bare = (text: string) => displayWidth(text.replaceAll(/\u001B\[\d+m/g, ''));
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && bare(last) + 2 + bare(word) <= columns)
      lines[lines.length - 1] = `${last}  ${word}`;
    else lines.push(word);
  }
  return lines;
}
