import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { format } from 'oxfmt';
import { root } from './run.mjs';

export const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
export const percentile = (numbers, p) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
};

/** Whether this program runs under `chrt -f` (policy 1, SCHED_FIFO; field 41 of proc(5)) and hardly waits for a processor. */
export function isRealTime() {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[38] === '1';
  } catch {
    return false;
  }
}

const cell = (value) =>
  String(value ?? '')
    .replace(/\s+/g, ' ')
    .replace(/[\\|<>*_`[\]]/g, '\\$&');
/** A Markdown table. */
export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** What the figures were measured on. */
export const machine = () =>
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores`;

/** Writes a formatted Markdown page of the repository. */
export async function writePage(path, text) {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  const { code } = await format(path, `${text.trim()}\n`, { printWidth: 100, singleQuote: true });
  await writeFile(file, code);
  console.log(`written: ${path}`);
}
