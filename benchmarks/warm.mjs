// Inside one warm process: spec → formatted tree, and a type check after a change. Prints JSON.
import { readFile } from 'node:fs/promises';
import { render } from '@plugwright/render';
import { readSpec } from '@plugwright/spec';
import { createTypeChecker } from '@plugwright/verify';
import { median } from '../scripts/lib/report.mjs';

async function timed(rounds, work) {
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await work(round);
    runs.push(performance.now() - started);
  }
  return runs;
}

const text = await readFile(process.argv[2], 'utf8');
const { spec } = readSpec(text);
const tree = await render(spec);
// Another plugin each time: names and texts differ, so that no text of an earlier round can be used again.
const other = (round) => {
  const words = `greeting-${round}`;
  return {
    ...spec,
    name: `plugin-${words}`,
    description: `${spec.description} ${round}`,
    actions: spec.actions.map((action) => ({
      ...action,
      name: `${action.name}_${round}`,
      description: `${action.description} ${round}`,
    })),
  };
};
await timed(20, (round) => render(other(round)));
const renders = await timed(60, (round) => render(other(1000 + round)));

const checker = await createTypeChecker();
const files = tree.map(({ path, text: content }) => ({ path, text: content }));
const changed = (round) =>
  files.map((file) =>
    file.path === 'src/index.ts'
      ? { ...file, text: `${file.text}\nexport const round = ${round};\n` }
      : file,
  );
const found = [];
const [first] = await timed(1, async () => found.push(...(await checker.check(files))));
await timed(5, async (round) => found.push(...(await checker.check(changed(round)))));
const checks = await timed(30, async (round) =>
  found.push(...(await checker.check(changed(100 + round)))),
);
await checker.close();
if (found.length > 0)
  throw new Error(`the plugin does not type-check: ${JSON.stringify(found[0])}`);

console.log(
  JSON.stringify({
    files: tree.length,
    bytes: tree.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0),
    render: { median: median(renders), min: Math.min(...renders) },
    types: { first, median: median(checks), min: Math.min(...checks), compiler: checker.compiler },
  }),
);
