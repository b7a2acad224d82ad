import { HIDDEN, LONE } from '@plugwright/files';

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/gu;
const MARKS = /\p{Mark}/gu;

/** Columns that a text takes on a terminal. */
export const displayWidth = (text: string): number =>
  [...text].length + (text.match(WIDE)?.length ?? 0) - (text.match(MARKS)?.length ?? 0);

/** A text of strangers on one line: no control or invisible characters, no escape sequences. */
export const plainText = (text: string): string =>
  text
    .replaceAll(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replaceAll(HIDDEN, '�')
    .replaceAll(LONE, '�');

/** Exactly `width` columns: cut with an ellipsis, or filled with spaces. */
export function fitted(text: string, width: number): string {
  let fits = plainText(text);
  if (displayWidth(fits) > width) {
    const points = [...fits];
    while (points.length > 0 && displayWidth(points.join('')) > width - 1) points.pop();
    fits = width > 0 ? `${points.join('')}…` : '';
  }
  return fits + ' '.repeat(Math.max(0, width - displayWidth(fits)));
}

/** A duration for people: `12 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`. */
export function shortDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1,234,567`, whatever the locale. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** US dollars with as many decimals as small amounts need. */
export const dollars = (amount: number): string =>
  `$${amount.toFixed(amount > 0 && amount < 1 ? 4 : 2)}`;
