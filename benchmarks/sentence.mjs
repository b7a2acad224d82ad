// Inside one warm process: every sentence of scripts/lib/sentences.json becomes a spec. Prints JSON.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readText } from '@plugwright/spec/text';
import { median } from '../scripts/lib/report.mjs';
import { root } from '../scripts/lib/run.mjs';

const sentences = JSON.parse(await readFile(join(root, 'scripts/lib/sentences.json'), 'utf8'));
const read = () =>
  sentences.map(({ text }) => {
    const started = performance.now();
    readText(text);
    return performance.now() - started;
  });
for (let round = 0; round < 5; round++) read();
const rounds = Array.from({ length: 20 }, read);
// Of each sentence its median, so that a pause of the collector is not called slow reading.
const times = sentences.map((_, at) => median(rounds.map((one) => one[at])));
console.log(
  JSON.stringify({
    sentences: sentences.length,
    median: median(times),
    slowest: Math.max(...times),
  }),
);
