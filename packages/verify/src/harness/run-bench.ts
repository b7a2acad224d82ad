import { AgentRuntime, stringToUuid, type Plugin, type ServiceTypeName } from '@elizaos/core';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchLine, BenchPlan } from '../bench-protocol.js';
import { benchBackground } from './bench-background.js';
import { benchComponents, type BenchComponents } from './bench-components.js';
import { measureMemory } from './bench-memory.js';
import { takeTimes } from './bench-time.js';
import { startConversation } from './conversation.js';
import { fakeModels } from './fake-models.js';
import { findPlugin } from './find-plugin.js';
import { createMemoryDatabase } from './memory-adapter.js';
import { settled, watchResources } from './resource-watch.js';
import { ownTimeMs } from './run-delay.js';

/** Loads the plugin into an agent that runs, measures what the plan says, and stops the agent. */
export async function runBench(
  plan: BenchPlan,
  send: (line: BenchLine) => void,
  closeFixtures: () => Promise<void> = async () => {},
): Promise<void> {
  const watch = plan.mode === 'handles' ? watchResources(basename(plan.bundle)) : undefined;
  const database = createMemoryDatabase();
  const startedAt = ownTimeMs();
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
  const runtimeMs = ownTimeMs() - startedAt;
  const before = eventsOf(runtime);
  const { plugin, importMs, registerMs } = await load(runtime, plan);
  const events = eventsOf(runtime).filter((event) => !before.includes(event));
  const talk = await startConversation(runtime);
  const found = await benchComponents(runtime, plugin, plan, talk, database);
  if (plan.mode === 'time') {
    const times = await takeTimes(found.components, plan.componentMs);
    const notEvaluated = [...found.notEvaluated, ...times.notEvaluated];
    send({ type: 'time', importMs, registerMs, runtimeMs, ...times, notEvaluated });
  } else if (plan.mode === 'memory') {
    const more = await benchBackground(runtime, plugin, events, plan, talk, database);
    send({ type: 'memory', ...(await memoryOf(both(found, more), plan)) });
  }
  await runtime.stop();
  await runtime.close();
  if (watch === undefined) return;
  await closeFixtures();
  const { leaks } = await settled(watch);
  send({ type: 'handles', left: leaks });
}

/** Names of events that somebody listens to; private in the types only. */
const eventsOf = (runtime: AgentRuntime): string[] =>
  Object.keys((runtime as unknown as { events: object }).events);

const both = (one: BenchComponents, other: BenchComponents): BenchComponents => ({
  components: [...one.components, ...other.components],
  notEvaluated: [...one.notEvaluated, ...other.notEvaluated],
});

/** What the plugin adds to an agent that runs already. */
async function load(runtime: AgentRuntime, plan: BenchPlan) {
  const startedAt = ownTimeMs();
  const module = (await import(pathToFileURL(plan.bundle).href)) as Record<string, unknown>;
  const importedAt = ownTimeMs();
  const plugin = findPlugin(module);
  if (plugin === undefined) throw new Error('no export is a plugin object');
  const services = startOf(runtime, plugin);
  await runtime.registerPlugin(plugin);
  await services;
  return {
    plugin,
    importMs: importedAt - startedAt,
    registerMs: ownTimeMs() - importedAt,
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

async function memoryOf({ components, notEvaluated }: BenchComponents, plan: BenchPlan) {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('the collector of garbage cannot be called');
  const growth = await measureMemory(components, plan.calls, plan.componentMs, () => void gc());
  return { ...growth, notEvaluated: [...notEvaluated, ...growth.notEvaluated] };
}
