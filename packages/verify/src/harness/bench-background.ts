import type { AgentRuntime, Plugin, Service } from '@elizaos/core';
import type { BenchPlan } from '../bench-protocol.js';
import { type BenchComponents, tryOut } from './bench-components.js';
import type { Conversation } from './conversation.js';
import { eventPayload } from './drive-events.js';
import { hurried } from './hurried-timers.js';
import type { MemoryDatabase } from './memory-adapter.js';
import { callRoute } from './route-call.js';

type Emit = (event: string, payload: object) => Promise<void>;

/**
 * What works without being asked, as calls that can be repeated: a service is started and stopped, an event is sent, a route
 * is requested. They have no times of their own, but what they keep shows in the memory.
 */
export async function benchBackground(
  runtime: AgentRuntime,
  plugin: Plugin,
  events: readonly string[],
  { callMs, routes = [] }: Pick<BenchPlan, 'callMs' | 'routes'>,
  talk: Conversation,
  database: MemoryDatabase,
): Promise<BenchComponents> {
  const found: BenchComponents = { components: [], notEvaluated: [] };
  for (const service of plugin.services ?? []) {
    await tryOut(found, callMs, {
      kind: 'service',
      name: String(service.serviceType),
      restore: database.snapshot(),
      call: () => restart(service as unknown as StartsServices, runtime),
    });
  }
  const message = await talk.say('hello');
  const payload = eventPayload(runtime, talk, message);
  const emit = runtime.emitEvent.bind(runtime) as Emit;
  for (const event of events) {
    await tryOut(found, callMs, {
      kind: 'event',
      name: event,
      restore: database.snapshot(),
      call: () => emit(event, payload),
    });
  }
  for (const route of plugin.routes ?? []) {
    if (route.handler === undefined) continue;
    const planned = routes.find((each) => each.method === route.type && each.path === route.path);
    await tryOut(found, callMs, {
      kind: 'route',
      name: `${route.type} ${route.path}`,
      restore: database.snapshot(),
      call: async () => void (await callRoute(runtime, plugin.name, route, planned)),
    });
  }
  return found;
}

interface StartsServices {
  serviceType: string;
  start: (runtime: AgentRuntime) => Promise<Service>;
}

/**
 * Stops the service that runs and starts another in its place, with one turn of each interval that it sets: what calls it
 * afterwards finds it running, as before.
 */
async function restart(service: StartsServices, runtime: AgentRuntime): Promise<void> {
  // Private in the types only.
  const { services } = runtime as unknown as { services: Map<string, Service[]> };
  for (const running of services.get(service.serviceType) ?? []) await running.stop();
  const instance = await hurried(globalThis, async () => {
    const started = await service.start(runtime);
    // The turns of its intervals are in the queue, and what they wait for comes after them.
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    return started;
  });
  services.set(service.serviceType, [instance]);
}
