import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scanTree } from './scan.js';
import { treeOf } from './source-tree.js';

const examples = join(import.meta.dirname, '../rule-examples');
const texts = readdirSync(examples, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('index.ts') && !path.startsWith('not-analysed'))
  .map((path) => readFileSync(join(examples, path), 'utf8'));

/** Numbers below 1 that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  '`',
  "'",
  '${',
  '/*',
  '//',
  '=>',
  '...',
  '\u0000',
  '\uD800',
  '\r',
  ';',
  'await ',
  'class ',
  '#x',
  '@',
  '<',
  '?.',
];

/** A text cut off, with pieces put in, taken out, or put in the place of others. */
function broken(text: string, next: () => number): string {
  let result = text.slice(0, Math.ceil(next() * text.length));
  for (let count = Math.floor(next() * 6); count > 0; count -= 1) {
    const at = Math.floor(next() * result.length);
    const piece = PIECES[Math.floor(next() * PIECES.length)] ?? '';
    result = result.slice(0, at) + piece + result.slice(at + Math.floor(next() * 4));
  }
  return result;
}

it('reads 400 broken files to the end, with the same findings each time', async () => {
  const next = numbers(7);
  const files = Array.from({ length: 400 }, (_, index) => {
    const text = texts[index % texts.length] ?? '';
    return [`src/${index}.${index % 2 ? 'ts' : 'js'}`, broken(text, next)] as const;
  });
  const result = await scanTree(treeOf(files), { secretlint: false });
  expect(result.files + result.skipped.length).toBeGreaterThanOrEqual(files.length);
  // Those with a zero byte are no text, and say so.
  expect(new Set(result.skipped.map(({ reason }) => reason))).toEqual(new Set(['it is not text']));
  expect(result.complete).toBe(false);
  for (const { path, line, column, endLine, endColumn } of result.findings) {
    const lines = new Map<string, string>(files).get(path)?.split('\n') ?? [];
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
    expect(endLine > line || (endLine === line && endColumn >= column)).toBe(true);
  }
  const again = await scanTree(treeOf(files), { secretlint: false });
  expect(again.findings).toEqual(result.findings);
});
