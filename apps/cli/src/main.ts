#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type * as cli from './cli.js';
import { loadCompiled } from './compiled-code.js';

// zod compiles schemas to functions when they are first used, which pays only in processes that live on. It
// reads this setting while it is loaded, so it stands before the program.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
// For the packages outside our own file, in Node 22.8 and later (NODE_DISABLE_COMPILE_CACHE=1 turns it off).
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
// The engine compiles what runs often twice, the second time for speed: later than it would by itself, with more known
// of what is called, so that less of it is thrown away. A scan takes a fifth less time. Known to Node 20, 22 and 24.
if (Number.parseInt(process.versions.node, 10) <= 24)
  setFlagsFromString('--interrupt-budget=300000');

const cancel = new AbortController();
let interrupts = 0;
const onSignal = () => {
  // The first asks everybody to stop and clean up, the second means now.
  if (++interrupts > 1) process.exit(130);
  cancel.abort(new DOMException('Cancelled.', 'AbortError'));
};
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// `plugwright … | head`: nobody reads any more, and that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

/** Built as CommonJS: that starts sooner than an ES module, and has a `__dirname`. */
async function start(): Promise<void> {
  const argv = process.argv.slice(2);
  const purpose = argv.find((word) => !word.startsWith('-'));
  const path = join(__dirname, 'program.cjs');
  const program = loadCompiled({ path, purpose, env: process.env });
  const { main, lastWords, clearEnvironment } = program.exports as typeof cli;
  const env = clearEnvironment(process.env);
  const onFault = (error: unknown) => {
    lastWords(error, { env, stderr: process.stderr });
    process.exit(3);
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  const code = await main(argv, {
    // Opened when somebody reads it: that alone takes longer than most of what we do.
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    env,
    cwd: process.cwd(),
    signal: cancel.signal,
  });
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
  process.exitCode = code;
  // Standard input may still be open, and would keep us alive.
  if (cancel.signal.aborted) process.exit(code);
  await program.keep();
  // Nothing is left to do, and taking the heap apart takes as long as a small command.
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0)
    process.exit(code);
}
void start();
