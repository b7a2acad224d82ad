import { isRefusedVariable } from '@plugwright/sandbox';
import { readFileSync } from 'node:fs';
import type { BenchLine, BenchPlan } from '../bench-protocol.js';
import { startFixtureServer } from '../fixture-server.js';
import { openLines } from './channel.js';
import { guardFetch } from './fetch-guard.js';
import { replayFetch } from './replay-fetch.js';
import { runBench } from './run-bench.js';
import { messageOf } from './steps.js';

/*
 * The program of the benchmark. It reads a plan from standard input, starts the APIs of the spec on 127.0.0.1 and an
 * agent without the plugin, then loads the plugin and measures one thing. Results leave on descriptor 3.
 */
const plan = JSON.parse(readFileSync(0, 'utf8')) as BenchPlan;
const send = openLines<BenchLine>(plan.token);
const server = plan.spec && (await startFixtureServer(plan.spec));
Object.assign(plan.settings, server?.settings);
for (const [name, value] of Object.entries(plan.settings)) {
  if (!isRefusedVariable(name)) process.env[name] = value;
}
// A plugin that fails beside its calls is the boot gate's to judge; here it only must not end the process.
process.on('unhandledRejection', () => {});
guardFetch(
  { origin: server?.origin, rewrites: server?.rewrites ?? [], network: false },
  globalThis,
);
// Handles of sockets belong to what is left open; times and memory are those of the plugin alone.
if (plan.mode !== 'handles') replayFetch(globalThis);
process.stdout.write('');
process.stderr.write('');

try {
  await runBench(plan, send, async () => server?.close());
} catch (error) {
  send({ type: 'fault', message: messageOf(error) });
}
send({ type: 'end' });
process.exit(0);
