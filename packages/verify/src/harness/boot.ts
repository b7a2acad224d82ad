import { AgentRuntime, stringToUuid, type Plugin, type ServiceTypeName } from '@elizaos/core';
import { pathToFileURL } from 'node:url';
import type { BootPlan } from '../boot-protocol.js';
import type { Channel } from './channel.js';
import { componentsOf } from './components.js';
import { startConversation } from './conversation.js';
import { driveActions } from './drive-actions.js';
import { driveEvents, driveModels, driveTasks } from './drive-events.js';
import { driveEvaluators, driveProviders } from './drive-providers.js';
import { driveRoutes } from './drive-routes.js';
import { fakeModels } from './fake-models.js';
import { findPlugin, shapeProblems } from './find-plugin.js';
import { createMemoryAdapter } from './memory-adapter.js';
import { settled, watchResources, type ResourceWatch } from './resource-watch.js';
import { ownTimeMs } from './run-delay.js';
import { createSteps, type Steps } from './steps.js';

/** What else is to happen in the life of a plugin. */
export interface BootHooks {
  /** Told of the runtime before it is initialized. */
  onRuntime?: (runtime: AgentRuntime) => void;
  /** Ends what plays the APIs, after the plugin was stopped. */
  closeFixtures?: () => Promise<void>;
}

/** The whole life of a plugin, once. */
export async function boot(
  plan: BootPlan,
  bundle: string,
  channel: Channel,
  hooks: BootHooks = {},
): Promise<void> {
  const steps = createSteps(channel, plan.stepMs);
  const watch = watchResources(bundle);
  const startedAt = ownTimeMs();
  const module = await steps.run(
    'import',
    'PW_BOOT_IMPORT',
    async () => (await import(pathToFileURL(plan.bundle).href)) as Record<string, unknown>,
  );
  if (module === undefined) return;
  const plugin = findPlugin(module);
  if (plugin === undefined) {
    return steps.problem('import', 'PW_BOOT_NO_PLUGIN', 'no export is a plugin object', {
      hint: 'export default { name, description, … } from src/index.ts.',
    });
  }
  const problems = shapeProblems(plugin);
  problems.forEach((message) => steps.problem('plugin', 'PW_BOOT_SHAPE', message));
  if (problems.length > 0) return;

  const loads = new Map<string, Promise<unknown>>();
  const runtime = await start(plan, plugin, loads, steps, hooks);
  if (runtime === undefined) return;
  await servicesUp(plugin, loads, steps, channel);
  const bootMs = ownTimeMs() - startedAt;
  channel.evidence('boot', { bootMs, plugin: plugin.name });
  if (plan.budgets.bootMs !== undefined && bootMs > plan.budgets.bootMs) {
    const took = Math.round(bootMs);
    steps.problem(
      'boot',
      'PW_BOOT_BUDGET',
      `boot took ${took} ms, the budget is ${plan.budgets.bootMs} ms`,
    );
  }
  await drive(runtime, plugin, plan, steps, channel);
  await stop(runtime, steps);
  await hooks.closeFixtures?.();
  await settle(watch, channel, steps);
}

async function start(
  plan: BootPlan,
  plugin: Plugin,
  loads: Map<string, Promise<unknown>>,
  steps: Steps,
  { onRuntime }: BootHooks,
) {
  const runtime = new AgentRuntime({
    agentId: stringToUuid('plugwright-verify'),
    character: {
      name: 'Plugwright',
      bio: ['The agent in which plugins are checked.'],
      settings: {},
      secrets: plan.settings,
    },
    plugins: [fakeModels, plugin],
    adapter: createMemoryAdapter(),
  });
  onRuntime?.(runtime);
  for (const service of plugin.services ?? []) {
    // Somebody must hold the promise, or a service that fails to start ends this process.
    if (!service.serviceType) continue;
    const loading = runtime.getServiceLoadPromise(service.serviceType as ServiceTypeName);
    loading.catch(() => {});
    loads.set(service.serviceType, loading);
  }
  const ready = await steps.run(
    'init',
    'PW_BOOT_INIT',
    async () => {
      await runtime.initialize();
      return true;
    },
    'init must not throw: report missing settings when they are needed.',
  );
  return ready ? runtime : undefined;
}

async function servicesUp(
  plugin: Plugin,
  loads: ReadonlyMap<string, Promise<unknown>>,
  steps: Steps,
  channel: Channel,
): Promise<void> {
  const evidence: unknown[] = [];
  for (const service of plugin.services ?? []) {
    const type: unknown = service.serviceType;
    const name = `service ${String(type)}`;
    if (typeof type !== 'string' || type === '') {
      steps.problem(
        `service ${service.name}`,
        'PW_BOOT_SERVICE_TYPE',
        `${service.name} has no static serviceType, so the runtime skips it`,
      );
      continue;
    }
    const instance = await steps.run(
      name,
      'PW_BOOT_SERVICE_START',
      () => loads.get(type),
      'start must not throw: start degraded and say so; in an agent this ends the whole process.',
    );
    if (instance === undefined) continue;
    evidence.push({
      type,
      description: String(
        (instance as { capabilityDescription?: unknown }).capabilityDescription ?? '',
      ),
    });
  }
  channel.evidence('services', evidence);
}

async function drive(
  runtime: AgentRuntime,
  plugin: Plugin,
  plan: BootPlan,
  steps: Steps,
  channel: Channel,
): Promise<void> {
  const present = componentsOf(runtime, plugin);
  for (const promise of plan.promises) {
    if (present.has(promise)) continue;
    steps.problem(
      promise,
      'PW_BOOT_MISSING',
      `the spec has ${promise}, the running plugin has not`,
    );
  }
  const talk = await startConversation(runtime);
  channel.evidence('providers', await driveProviders(runtime, plugin.providers ?? [], talk, steps));
  channel.evidence(
    'actions',
    await driveActions(
      runtime,
      plugin.actions ?? [],
      plan.actions,
      talk,
      steps,
      plan.budgets.actionMs,
    ),
  );
  channel.evidence(
    'evaluators',
    await driveEvaluators(runtime, plugin.evaluators ?? [], talk, steps),
  );
  channel.evidence(
    'routes',
    await driveRoutes(runtime, plugin.name, plugin.routes ?? [], plan.routes, steps),
  );
  channel.evidence('models', await driveModels(runtime, plan.models, steps));
  const events = Object.keys((runtime as unknown as { events: object }).events);
  channel.evidence('events', await driveEvents(runtime, events, talk, steps));
  channel.evidence('tasks', await driveTasks(runtime, talk, steps));
  for (const suite of plugin.tests ?? []) {
    for (const test of suite.tests) {
      await steps.run(`test suite ${suite.name} > ${test.name}`, 'PW_BOOT_TEST_SUITE', () =>
        test.fn(runtime),
      );
    }
  }
}

async function stop(runtime: AgentRuntime, steps: Steps): Promise<void> {
  const hint = 'stop must not throw; it ends timers and connections.';
  await steps.run('stop', 'PW_BOOT_STOP', () => runtime.stop(), hint);
  await steps.run('stop', 'PW_BOOT_STOP', () => runtime.close(), hint);
}

/** What is still open after a moment is a leak. */
async function settle(watch: ResourceWatch, channel: Channel, steps: Steps): Promise<void> {
  channel.step('after stop');
  const found = await settled(watch);
  for (const leak of found.leaks) {
    steps.problem('after stop', 'PW_BOOT_LEAK', `${leak.type}: ${leak.detail} after stop`, {
      hint: 'Clear timers, close connections and remove listeners in the service’s stop.',
      ...(leak.stack ? { stack: leak.stack } : {}),
    });
  }
  channel.evidence('resources', { runtimeTimers: found.runtimeTimers, active: found.active });
}
