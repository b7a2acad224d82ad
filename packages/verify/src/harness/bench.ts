import { AgentRuntime, stringToUuid, type Plugin, type ServiceTypeName } from '@elizaos/core';
import { isRefusedVariable } from '@plugwright/sandbox';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchLine, BenchPlan } from '../bench-protocol.js';
import { startFixtureServer } from '../fixture-server.js';
import { benchComponents, type BenchComponents } from './bench-components.js';
import { measureMemory } from './bench-memory.js';
import { takeTimes } from './bench-time.js';
import { openLines } from './channel.js';
import { startConversation } from './conversation.js';
import { fakeModels } from './fake-models.js';
import { guardFetch } from './fetch-guard.js';
import { findPlugin } from './find-plugin.js';
import { createMemoryDatabase } from './memory-adapter.js';
import { replayFetch } from './replay-fetch.js';
import { settled, watchResources } from './resource-watch.js';
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
  await measure();
} catch (error) {
  send({ type: 'fault', message: messageOf(error) });
}
send({ type: 'end' });
process.exit(0);

async function measure(): Promise<void> {
  const watch = plan.mode === 'handles' ? watchResources(basename(plan.bundle)) : undefined;
  const database = createMemoryDatabase();
  const startedAt = performance.now();
  const runtime = new AgentRuntime({
    agentId: stringToUuid('plugwright-bench'),
    character: {
      name: 'Plugwright',
      bio: ['The agent in which plugins are measured.'],
      settings: {},
      secrets: plan.settings,
    },
    plugins: [fakeModels],
    adapter: database.adapter,
  });
  await runtime.initialize();
  const runtimeMs = performance.now() - startedAt;
  const { plugin, importMs, registerMs } = await load(runtime);
  const talk = await startConversation(runtime);
  const found = await benchComponents(runtime, plugin, plan, talk, database);
  if (plan.mode === 'time') {
    const times = await takeTimes(found.components, plan.componentMs);
    const notEvaluated = [...found.notEvaluated, ...times.notEvaluated];
    send({ type: 'time', importMs, registerMs, runtimeMs, ...times, notEvaluated });
  } else if (plan.mode === 'memory') {
    send({ type: 'memory', ...(await memoryOf(found)) });
  }
  await runtime.stop();
  await runtime.close();
  if (watch === undefined) return;
  await server?.close();
  const { leaks } = await settled(watch);
  send({ type: 'handles', left: leaks });
}

/** What the plugin adds to an agent that runs already. */
async function load(runtime: AgentRuntime) {
  const startedAt = performance.now();
  const module = (await import(pathToFileURL(plan.bundle).href)) as Record<string, unknown>;
  const importedAt = performance.now();
  const plugin = findPlugin(module);
  if (plugin === undefined) throw new Error('no export is a plugin object');
  const services = startOf(runtime, plugin);
  await runtime.registerPlugin(plugin);
  await services;
  return {
    plugin,
    importMs: importedAt - startedAt,
    registerMs: performance.now() - importedAt,
  };
}

/** Held before the plugin is registered: a service that fails to start would end this process. */
function startOf(runtime: AgentRuntime, plugin: Plugin) {
  return Promise.allSettled(
    (plugin.services ?? [])
      .filter(({ serviceType }) => Boolean(serviceType))
      .map(({ serviceType }) => runtime.getServiceLoadPromise(serviceType as ServiceTypeName)),
  );
}

async function memoryOf({ components, notEvaluated }: BenchComponents) {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('the collector of garbage cannot be called');
  const growth = await measureMemory(components, plan.calls, plan.componentMs, () => void gc());
  return { ...growth, notEvaluated: [...notEvaluated, ...growth.notEvaluated] };
}
