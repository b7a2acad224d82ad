import type { CertificateBody } from '../envelope/statement.js';
import { measureName } from '../policy/budgets.js';
import { escapeText as e } from './escape.js';

type Measure = NonNullable<CertificateBody['performance']>['measures'][number];

/** Rows that a page can show. */
const most = 40;
const [rowHeight, left, barWidth, right] = [26, 215, 305, 200];

/** Budgets as people say them. */
const budgetLabels: Readonly<Record<string, string>> = {
  [measureName('bundleBytes')]: 'bundle',
  [measureName('bootMs')]: 'start of an agent with it',
  [measureName('actionMs')]: 'slowest action (p95)',
  [measureName('memoryBytes')]: 'memory of the process',
};

/**
 * Figures as bars: those with a budget against that, the others on one scale for each unit; a line shows the 95th
 * percentile.
 */
export function performancePicture(measures: readonly Measure[]): string {
  const judged = measures.filter(({ budget }) => budget !== undefined);
  const labels = new Set(judged.map(({ name }) => budgetLabels[name]));
  // What is shown against its budget need not stand there twice.
  const plain = measures.filter(({ budget, name }) => budget === undefined && !labels.has(name));
  const units = [...new Set(plain.map(({ unit }) => unit))];
  return [
    ...(judged.length > 0 ? [chart(judged, 'Figures against their budgets')] : []),
    ...units.map((unit) =>
      chart(plain.filter((one) => one.unit === unit).slice(0, most), `Figures in ${unit}`),
    ),
  ].join('\n');
}

function chart(measures: readonly Measure[], label: string): string {
  // Budgets are limits that are rarely near; a bar per figure is against its own one, where it has one.
  const largest = Math.max(
    ...measures
      .filter(({ budget }) => budget === undefined)
      .map(({ value, p95 = 0 }) => Math.max(value, p95)),
    Number.MIN_VALUE,
  );
  const rows = measures.map((one, index) => {
    const full = one.budget ?? largest;
    const width = (value: number) => Math.max(1.5, Math.min(1, value / full) * barWidth);
    const y = index * rowHeight;
    const over = one.budget !== undefined && (one.p95 ?? one.value) > one.budget;
    const p95 =
      one.p95 === undefined
        ? ''
        : `<line class="p95" x1="${left}" x2="${left + width(one.p95)}" y1="${y + 13}" y2="${y + 13}"/>`;
    const budget =
      one.budget === undefined
        ? ''
        : `<rect class="room" x="${left}" y="${y + 5}" width="${barWidth}" height="16" rx="3"/>`;
    const words =
      one.budget === undefined
        ? `${shown(one.value, one.unit)}${one.p95 === undefined ? '' : ` (p95 ${shown(one.p95, one.unit)})`}`
        : `${shown(one.value, one.unit)} of ${shown(one.budget, one.unit)}`;
    const name = (one.budget === undefined ? undefined : budgetLabels[one.name]) ?? one.name;
    return `<g><title>${e(`${name}: ${words}`)}</title>${budget}<text class="name" x="${left - 10}" y="${y + 17}" text-anchor="end">${e(cut(name))}</text>${p95}<rect class="${over ? 'bar over' : 'bar'}" x="${left}" y="${y + 7}" width="${width(one.value).toFixed(1)}" height="12" rx="2"/><text class="value" x="${left + barWidth + 10}" y="${y + 17}">${e(words)}</text></g>`;
  });
  const width = left + barWidth + right;
  return `<div class="scroll"><svg class="chart" viewBox="0 0 ${width} ${measures.length * rowHeight}" width="${width}" role="img" aria-label="${e(label)}">${rows.join('')}</svg></div>`;
}

const cut = (name: string) => (name.length > 29 ? `${name.slice(0, 28)}…` : name);

/** `1.2 ms`, `51.1 kB` */
export function shown(value: number, unit: string): string {
  if (unit !== 'bytes') return `${Number(value.toPrecision(3))} ${unit}`;
  for (const [size, name] of [
    [1e9, 'GB'],
    [1e6, 'MB'],
    [1e3, 'kB'],
  ] as const)
    if (value >= size) return `${Number((value / size).toPrecision(3))} ${name}`;
  return `${value} B`;
}
