// Runs turbo without telemetry: it would ask the network at every call.
import { join } from 'node:path';
import { root, run } from './lib/run.mjs';

const { code } = await run(
  process.execPath,
  [join(root, 'node_modules', 'turbo', 'bin', 'turbo'), ...process.argv.slice(2)],
  { output: 'show', env: { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' } },
);
process.exitCode = code;
