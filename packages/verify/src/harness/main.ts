import { isRefusedVariable, runMarker } from '@plugwright/sandbox';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { BootPlan } from '../boot-protocol.js';
import { startFixtureServer } from '../fixture-server.js';
import { boot } from './boot.js';
import { openChannel } from './channel.js';
import { guardFetch } from './fetch-guard.js';
import { leftProcesses } from './left-processes.js';
import { meantHost } from './meant-host.js';
import { type Capability, capabilitySet } from './observe/capability-log.js';
import { observeSettings } from './observe/observe-environment.js';
import { observe } from './observe/observe.js';
import { faultReporter } from './steps.js';

/*
 * The program of the boot gate. It reads a plan from standard input, starts the APIs of the spec on
 * 127.0.0.1, boots a real AgentRuntime with the plugin, uses every component, stops, and looks at what
 * stayed open. Findings leave on descriptor 3.
 */
const marker = process.env[runMarker];
const plan = JSON.parse(readFileSync(0, 'utf8')) as BootPlan;
const channel = openChannel(plan.token);
const server = plan.spec && (await startFixtureServer(plan.spec, channel.request));
Object.assign(plan.settings, server?.settings);
for (const [name, value] of Object.entries(plan.settings)) {
  if (!isRefusedVariable(name)) process.env[name] = value;
}

process.on('unhandledRejection', faultReporter(channel, 'unhandled rejection'));
process.on('uncaughtException', faultReporter(channel, 'uncaught exception'));

Error.stackTraceLimit = 30;
// Both streams open their handles now, so that a plugin which prints does not seem to leak them.
process.stdout.write('');
process.stderr.write('');

const noted: Capability[] = [];
const blocked = guardFetch(
  {
    origin: server?.origin,
    rewrites: server?.rewrites ?? [],
    network: plan.network,
    step: channel.current,
  },
  globalThis,
);
// Around the guard: it sees what the plugin asks for, also what the guard does not let through.
const bundle = basename(plan.bundle);
const capabilities = observe({
  workspace: dirname(dirname(plan.bundle)),
  isPlugin: (frame) => frame.includes(bundle),
  note: (capability) => noted.push(capability),
  meant: meantHost(plan.spec, server?.origin),
});
await boot(plan, bundle, channel, {
  closeFixtures: async () => server?.close(),
  onRuntime: (runtime) => observeSettings(runtime, capabilities),
});
channel.evidence('capabilities', capabilitySet(noted));
const left = await leftProcesses(marker);
if (left) channel.problem(left);
if (blocked.length > 0) channel.evidence('blocked', blocked);
channel.end();
// The runtime's own 30 s timer would keep the process.
process.exit(0);
