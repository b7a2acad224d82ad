#!/usr/bin/env node
import { main } from './cli.js';

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

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: cancel.signal,
});
process.off('SIGINT', onSignal);
process.off('SIGTERM', onSignal);
