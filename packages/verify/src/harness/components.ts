import type { AgentRuntime, Plugin } from '@elizaos/core';
import { fakeModels } from './fake-models.js';

/** Model handlers in the runtime that are not ours: from `plugin.models`, or registered in `init`. */
export function modelsOf(runtime: AgentRuntime): { type: string; provider: string }[] {
  const { models } = runtime as unknown as {
    models: ReadonlyMap<string, readonly { provider: string }[]>;
  };
  return [...models].flatMap(([type, handlers]) =>
    handlers
      .filter(({ provider }) => provider !== fakeModels.name)
      .map(({ provider }) => ({ type, provider })),
  );
}

/** What a running plugin consists of: `action GET_PET`, `route GET /pets`, … */
export function componentsOf(runtime: AgentRuntime, plugin: Plugin): ReadonlySet<string> {
  // Both are private in the types only.
  const { events, taskWorkers } = runtime as unknown as {
    events: object;
    taskWorkers: ReadonlyMap<string, unknown>;
  };
  const prefix = `/${plugin.name}`;
  return new Set([
    ...runtime.actions.map(({ name }) => `action ${name}`),
    ...runtime.providers.map(({ name }) => `provider ${name}`),
    ...runtime.evaluators.map(({ name }) => `evaluator ${name}`),
    ...runtime.getRegisteredServiceTypes().map((type) => `service ${type}`),
    ...runtime.routes.map(({ type, path }) => `route ${type} ${path.slice(prefix.length)}`),
    ...Object.keys(events).map((event) => `event ${event}`),
    ...[...taskWorkers.keys()].map((name) => `task ${name}`),
    ...modelsOf(runtime).map(({ type }) => `model ${type}`),
  ]);
}
