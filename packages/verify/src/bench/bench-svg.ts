import type { BenchReport } from './bench-report.js';
import { benchRows, machineLine, milliseconds } from './bench-rows.js';

const WIDTH = 720;
const LEFT = 260;
const RIGHT = 90;
const ROW = 26;
const TOP = 84;
/** More would not be read. */
const MOST_BARS = 24;

/** Readable on light and dark. */
const STYLE = `
  .page { fill: #fff } text { fill: #1f2328; font: 12px system-ui, sans-serif } .title { font-size: 15px; font-weight: 600 }
  .quiet { fill: #59636e } .p50 { fill: #0969da } .p95 { fill: #a8c7ee } .rule { stroke: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 } .p50 { fill: #4493f8 } .p95 { fill: #1f3d6b } .rule { stroke: #3d444d }
  }`;

/** A report as one SVG that needs nothing else: p50 and p95 of each component as bars, the rest as figures. */
export function benchSvg(report: BenchReport): string {
  const { name, version } = report.plugin;
  const bars = [
    { name: 'cold load', p50: report.load.totalMs.median, p95: undefined },
    ...report.components.map((each) => ({
      name: `${each.kind} ${each.name}`,
      p50: each.p50.median,
      p95: each.p95.median,
    })),
  ].slice(0, MOST_BARS);
  const rest = benchRows(report).filter(
    (row) => row.name !== 'cold load' && !bars.some((bar) => bar.name === row.name),
  );
  const longest = Math.max(...bars.map(({ p50, p95 }) => p95 ?? p50), 1e-6);
  const restTop = TOP + bars.length * ROW + 24;
  const height = restTop + rest.length * ROW + 16;
  const title = `${name}${version === undefined ? '' : ` ${version}`}: performance`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(bars.map((bar) => `${bar.name}: ${milliseconds(bar.p50)}`).join(', '))}</desc>
<style>${STYLE}
</style>
<rect class="page" width="${WIDTH}" height="${height}"/>
<text class="title" x="24" y="32">${escaped(title)}</text>
<text class="quiet" x="24" y="50">${escaped(shortened(machineLine(report), 104))}</text>
<rect class="p50" x="${LEFT}" y="62" width="10" height="10"/><text x="${LEFT + 16}" y="71">p50</text>
<rect class="p95" x="${LEFT + 60}" y="62" width="10" height="10"/><text x="${LEFT + 76}" y="71">p95</text>
${bars.map((bar, at) => barOf(bar, TOP + at * ROW, longest)).join('\n')}
<line class="rule" x1="24" x2="${WIDTH - 24}" y1="${restTop - 12}" y2="${restTop - 12}"/>
${rest.map(({ name: label, values, note }, at) => line(label, [...values, ...(note ? [note] : [])].join(' · '), restTop + at * ROW)).join('\n')}
</svg>
`;
}

function barOf(
  { name, p50, p95 }: { name: string; p50: number; p95: number | undefined },
  y: number,
  longest: number,
): string {
  // By the square root: a load of 20 ms and a handler of 20 µs are both to be seen.
  const width = (ms: number) =>
    Math.max(1, Math.round(Math.sqrt(ms / longest) * (WIDTH - LEFT - RIGHT - 60)));
  const tail =
    p95 === undefined
      ? ''
      : `<rect class="p95" x="${LEFT}" y="${y}" width="${width(p95)}" height="16"/>`;
  const text =
    p95 === undefined ? milliseconds(p50) : `${milliseconds(p50)} · ${milliseconds(p95)}`;
  return `<text x="24" y="${y + 13}">${escaped(shortened(name, 34))}</text>${tail}<rect class="p50" x="${LEFT}" y="${y + (p95 === undefined ? 0 : 4)}" width="${width(p50)}" height="${p95 === undefined ? 16 : 8}"/><text class="quiet" x="${LEFT + width(p95 ?? p50) + 8}" y="${y + 13}">${text}</text>`;
}

const line = (label: string, text: string, y: number): string =>
  `<text x="24" y="${y + 13}">${escaped(shortened(label, 34))}</text><text class="quiet" x="${LEFT}" y="${y + 13}">${escaped(shortened(text, 66))}</text>`;

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Names come from the plugin: nothing of them is markup, and what XML cannot hold is left out. */
const escaped = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g, '')
    .replaceAll(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
