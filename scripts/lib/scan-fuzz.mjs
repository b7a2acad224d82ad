// Fuzzed and truncated files: the scanner must answer for every one of them, with findings or with a reason.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanTree, treeOf } from '@plugwright/scan';
import { root } from './run.mjs';

/** A small generator of the same numbers on every machine (mulberry32). */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
const PIECES = [
  '{',
  '}',
  '(',
  ')',
  '[',
  '=>',
  '`${',
  '`',
  "'",
  '/*',
  '//',
  '...',
  'async ',
  'await ',
  'class A extends ',
  'for(;;)',
  'new ',
  '?.',
  '??=',
  '\0',
  '\u{1f600}',
  '\ud800',
  '<a>',
  'import(',
  'yield ',
  'this.',
  'a[a]=a;',
  'function f(f){return f(f)}',
  '@x ',
  '#p',
  '0x',
  '/(a+)+$/',
];

export function mutate(bytes, pick) {
  const copy = Buffer.from(bytes);
  const at = pick(copy.length + 1);
  switch (pick(6)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      return copy.subarray(at);
    case 2: {
      for (let count = 0; count < 8; count += 1) copy[pick(Math.max(1, copy.length))] = pick(256);
      return copy;
    }
    case 3:
      return Buffer.concat([
        copy.subarray(0, at),
        Buffer.from(PIECES[pick(PIECES.length)]),
        copy.subarray(at),
      ]);
    case 4:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(pick(copy.length + 1))]);
    default:
      return Buffer.concat(
        Array.from({ length: 3 }, () =>
          Buffer.from(PIECES[pick(PIECES.length)].repeat(1 + pick(40))),
        ).concat(copy.subarray(0, at)),
      );
  }
}

/** Seeds are the examples of the rules and the sources of the scanner itself. */
export function seeds() {
  return ['packages/scan/rule-examples', 'packages/scan/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name.endsWith('.ts'))
      .map((one) => readFileSync(join(one.parentPath, one.name)))
      .filter((bytes) => bytes.length < 6000),
  );
}

export async function fuzz(count, batch = 40) {
  const pick = numbers(20261129);
  const all = seeds();
  let [findings, refused, slowest] = [0, 0, 0];
  const failures = [];
  for (let done = 0; done < count; done += batch) {
    const files = Array.from({ length: Math.min(batch, count - done) }, (_, index) => [
      `src/f${index}.ts`,
      mutate(all[pick(all.length)], pick),
    ]);
    const started = performance.now();
    try {
      const result = await scanTree(treeOf(files), { secretlint: false });
      findings += result.findings.length;
      refused += result.skipped.length;
    } catch (error) {
      failures.push(
        String(error?.stack ?? error)
          .split('\n')
          .slice(0, 3)
          .join(' '),
      );
    }
    slowest = Math.max(slowest, performance.now() - started);
  }
  return {
    summary: {
      files: count,
      findings,
      refused,
      failures: failures.length,
      slowestBatchMs: Math.round(slowest),
    },
    failures,
  };
}
