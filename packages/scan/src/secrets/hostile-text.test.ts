import { expect, it } from 'vitest';
import { scanTree } from '../scan.js';
import { treeOf } from '../source-tree.js';
import { shortenRuns } from './shorten-runs.js';

const fill = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

// Each took time that grows with the square of its length, the first of them minutes.
it.each(['sk-proj-', 'eyJaaaaaaaa.', 'ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n', '-----BEGIN '])(
  'reads half a megabyte of %j',
  async (unit) => {
    const { findings } = await scanTree(treeOf([['a.txt', fill(unit, 500_000)]]));
    expect(findings.length).toBeLessThan(1000);
  },
  20_000,
);

it('still finds what comes before and after a long run', async () => {
  const key = (letter: string) =>
    ['ghp', fill(`${letter}B3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5`, 36)].join('_');
  const text = `const a = '${key('a')}';\nconst blob = '${fill('QUJD', 50_000)}';\nconst b = '${key('c')}';\n`;
  const { findings } = await scanTree(treeOf([['a.txt', text]]));
  expect(findings.map(({ line, column }) => [line, column])).toEqual([
    [1, 12],
    [3, 12],
  ]);
});

it('keeps offsets when it shortens a run', () => {
  const text = `${'a'.repeat(5000)} "end"`;
  const shown = shortenRuns(text);
  expect(shown.length).toBe(text.length);
  expect(shown.indexOf('"end"')).toBe(5001);
  expect(shown.slice(1999, 2001)).toBe('a ');
});
