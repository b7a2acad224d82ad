import { consecutiveDays } from './consecutive-days.js';
import type { JobStatistics } from './job-statistics.js';
import { grouped, plainText, shortDuration } from './display-text.js';

const WIDTH = 720;
const LEFT = 150;
const RIGHT = 24;
const DAYS_HEIGHT = 160;
const ROW = 26;
const MOST_DAYS = 120;
const MOST_STEPS = 12;

/** Readable on light and dark; told apart without colours by order and by the legend. */
const STYLE = `
  .page { fill: #fff } text { fill: #1f2328; font: 12px system-ui, sans-serif } .title { font-size: 15px; font-weight: 600 }
  .quiet { fill: #59636e } .axis { stroke: #d1d9e0 } .completed, .p50 { fill: #1a7f37 } .failed { fill: #cf222e }
  .cancelled { fill: #9a6700 } .p95 { fill: #8ec79b }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 } .axis { stroke: #3d444d }
    .completed, .p50 { fill: #3fb950 } .failed { fill: #f85149 } .cancelled { fill: #d29922 } .p95 { fill: #1f5c2d }
  }`;

const escaped = (text: string) =>
  plainText(text).replaceAll(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
const round = (value: number) => Math.round(value * 100) / 100;

/** Statistics as one SVG that needs nothing else: ends per day, and p50 and p95 of each step. */
export function statisticsSvg(statistics: JobStatistics, title = 'Jobs'): string {
  const days = consecutiveDays(statistics.days, MOST_DAYS);
  const steps = statistics.steps.slice(0, MOST_STEPS);
  const { byState, successRate, jobs } = statistics;
  const words = [
    `${grouped(jobs)} ended`,
    ...(successRate === undefined ? [] : [`${(successRate * 100).toFixed(1)} % success`]),
    ...(statistics.run ? [`run p50 ${shortDuration(statistics.run.p50Ms)}`] : []),
    ...(statistics.queueWait
      ? [`queue wait p95 ${shortDuration(statistics.queueWait.p95Ms)}`]
      : []),
  ].join(' · ');
  const top = 92;
  const stepsTop = top + DAYS_HEIGHT + 64;
  const height = steps.length > 0 ? stepsTop + steps.length * ROW + 16 : stepsTop - 32;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(words)}</desc>
<style>${STYLE}
</style>
<rect class="page" width="${WIDTH}" height="${height}"/>
<text class="title" x="24" y="32">${escaped(title)}</text>
<text class="quiet" x="24" y="52">${escaped(words)}</text>
${legend([
  ['completed', `${grouped(byState.completed)} completed`],
  ['failed', `${grouped(byState.failed)} failed`],
  ['cancelled', `${grouped(byState.cancelled)} cancelled`],
])}
${dayBars(days, top)}
${steps.length > 0 ? stepBars(steps, stepsTop) : ''}
</svg>
`;
}

const legend = (entries: readonly (readonly [string, string])[]) =>
  entries
    .map(
      ([name, text], at) =>
        `<rect class="${name}" x="${24 + at * 150}" y="66" width="10" height="10"/><text x="${40 + at * 150}" y="75">${text}</text>`,
    )
    .join('\n');

function dayBars(days: ReturnType<typeof consecutiveDays>, top: number): string {
  const sum = (day: JobStatistics['days'][number]) => day.completed + day.failed + day.cancelled;
  const most = Math.max(1, ...days.map(sum));
  const bottom = top + DAYS_HEIGHT;
  const slot = (WIDTH - 24 - RIGHT - 40) / Math.max(1, days.length);
  const wide = Math.max(1, Math.min(28, slot * 0.8));
  const bars = days.flatMap((day, at) => {
    let y = bottom;
    return (['completed', 'failed', 'cancelled'] as const)
      .filter((state) => day[state] > 0)
      .map((state) => {
        const high = (day[state] / most) * DAYS_HEIGHT;
        y -= high;
        return `<rect class="${state}" x="${round(64 + at * slot + (slot - wide) / 2)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}"><title>${escaped(day.day)}: ${grouped(day[state])} ${state}</title></rect>`;
      });
  });
  const ends = [days[0], days.length > 1 ? days.at(-1) : undefined].map((day, at) =>
    day === undefined
      ? ''
      : `<text class="quiet" x="${at === 0 ? 64 : WIDTH - RIGHT}" y="${bottom + 18}"${at === 0 ? '' : ' text-anchor="end"'}>${escaped(day.day)}</text>`,
  );
  return `<text class="quiet" x="56" y="${top + 10}" text-anchor="end">${grouped(most)}</text><text class="quiet" x="56" y="${bottom}" text-anchor="end">0</text>
<line class="axis" x1="64" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}"/>
${bars.join('\n')}
${ends.join('')}`;
}

function stepBars(steps: JobStatistics['steps'], top: number): string {
  const most = Math.max(1, ...steps.map(({ p95Ms }) => p95Ms));
  const room = WIDTH - LEFT - RIGHT - 130;
  const rows = steps.map(({ name, p50Ms, p95Ms, count }, at) => {
    const y = top + at * ROW;
    const shown = [...plainText(name)];
    const label = shown.length > 20 ? `${shown.slice(0, 19).join('')}…` : shown.join('');
    const width = (ms: number) => round(Math.max(1, (ms / most) * room));
    return `<text x="${LEFT - 10}" y="${y + 13}" text-anchor="end">${escaped(label)}</text><g><title>${escaped(name)}: ${grouped(count)} times</title><rect class="p95" x="${LEFT}" y="${y + 2}" width="${width(p95Ms)}" height="16"/><rect class="p50" x="${LEFT}" y="${y + 6}" width="${width(p50Ms)}" height="8"/></g><text class="quiet" x="${round(LEFT + width(p95Ms) + 8)}" y="${y + 14}">${escaped(`${shortDuration(p50Ms)} / ${shortDuration(p95Ms)}`)}</text>`;
  });
  return `<text class="quiet" x="24" y="${top - 12}">Steps: p50 (narrow bar) / p95 (wide bar)</text>
${rows.join('\n')}`;
}
