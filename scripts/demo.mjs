// Builds Plugwright, turns a real OpenAPI document into a plugin, and shows its actions answering in an agent.
import { join } from 'node:path';
import { root, run } from './lib/run.mjs';

const started = performance.now();
const [document = 'examples/petstore.yaml'] = process.argv.slice(2);
const say = (line) => process.stderr.write(`${line}\n`);

say('Building Plugwright …');
const build = await run(
  process.execPath,
  [
    join(root, 'scripts', 'turbo.mjs'),
    'run',
    'build',
    '--filter=plugwright',
    '--output-logs=errors-only',
  ],
  { output: 'collect' },
);
if (build.code !== 0) {
  say(build.stdout + build.stderr);
  process.exit(build.code);
}
say(
  `Built in ${(build.ms / 1000).toFixed(1)} s.\n\n$ plugwright create ${document} --out demo-out\n`,
);
const created = await run(
  process.execPath,
  [
    join(root, 'apps/cli/dist/main.cjs'),
    'create',
    document,
    '--out',
    'demo-out',
    '--yes',
    '--force',
  ],
  { output: 'show' },
);
if (created.code === 0)
  say(`\nFrom nothing to here: ${((performance.now() - started) / 1000).toFixed(0)} s.`);
process.exitCode = created.code;
