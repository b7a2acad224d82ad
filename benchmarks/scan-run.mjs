// One scanner over one set of trees, in a process of its own. Prints a JSON line after each pass: lines, files,
// milliseconds of the first and of a second pass, by the clock and of the processor, findings.
//   node scan-run.mjs <plugwright|eslint|eslint-recommended> <folder with one folder per tree> [--peers DIR]
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [, , scanner, folder, , peers] = process.argv;
const CODE = /\.(?:[mc]?[jt]s|[jt]sx)$/;

/** The trees of the set, with the code files of each. */
const trees = readdirSync(folder).map((name) => {
  const root = join(folder, name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && CODE.test(one.name) && !/\.d\.[mc]?ts$/.test(one.name))
    .map((one) => join(one.parentPath ?? one.path, one.name));
  return files.map((path) => [relative(root, path), readFileSync(path, 'utf8')]);
});
const lines = trees.flat().reduce((sum, [, text]) => sum + text.split('\n').length, 0);

async function ours() {
  const { scanTree, treeOf } = await import('@plugwright/scan');
  return async (files) => (await scanTree(treeOf(files), { secretlint: false })).findings.length;
}

/** Rules of the three plugins, in one pass over each file. */
async function eslint(which) {
  const { loadTogether } = await import('../scripts/lib/scan-peers.mjs');
  const check = await loadTogether(peers, which);
  return (files) => files.reduce((sum, [path, text]) => sum + check(path, text), 0);
}

const scan = await (scanner === 'plugwright'
  ? ours()
  : eslint(scanner === 'eslint' ? 'classes' : 'recommended'));
if (scanner === 'plugwright') await scan([['empty.ts', '']]); // loads the compiler, as the peers have by now
async function pass() {
  const [started, began] = [process.cpuUsage(), performance.now()];
  let findings = 0;
  for (const files of trees) findings += await scan(files);
  const { user, system } = process.cpuUsage(started);
  return { clock: performance.now() - began, processor: (user + system) / 1000, findings };
}

// Twice: in the first pass the engine still compiles the scanner itself, in the second one it has.
const result = { lines, files: trees.flat().length, first: await pass() };
console.log(JSON.stringify(result)); // in case the second pass is not waited for
console.log(JSON.stringify({ ...result, again: await pass() }));
