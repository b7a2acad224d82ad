import type { AgentRuntime, Memory, Task, TaskWorker, UUID } from '@elizaos/core';
import { modelsOf } from './components.js';
import type { Conversation } from './conversation.js';
import type { Steps } from './steps.js';

/** Sends each event that the plugin listens to, with a payload that has what any of them may look for. */
export async function driveEvents(
  runtime: AgentRuntime,
  names: readonly string[],
  talk: Conversation,
  steps: Steps,
): Promise<string[]> {
  const emit = runtime.emitEvent.bind(runtime) as (event: string, payload: object) => Promise<void>;
  for (const event of names) {
    await steps.run(
      `event ${event}`,
      'PW_BOOT_EVENT_THROWS',
      async () => {
        const message = await talk.say('hello');
        await emit(event, eventPayload(runtime, talk, message));
      },
      'Catch inside the handler; emitEvent waits for all handlers and fails with the first.',
    );
  }
  return [...names];
}

/** What any handler of an event may look for. */
export const eventPayload = (
  runtime: AgentRuntime,
  talk: Conversation,
  message: Memory & { id: UUID },
): object => ({
  source: 'plugwright',
  message,
  callback: async () => [],
  entityId: talk.entityId,
  roomId: talk.roomId,
  worldId: talk.worldId,
  world: { id: talk.worldId, agentId: runtime.agentId, name: 'World' },
  rooms: [],
  entities: [],
  content: message.content,
  messageId: message.id,
  runId: message.id,
  evaluatorId: message.id,
  evaluatorName: 'PLUGWRIGHT',
  type: 'TEXT_SMALL',
  provider: 'plugwright',
  memory: message,
  value: {},
  metadata: {},
});

/** Runs every task worker once, as the scheduler does. */
export async function driveTasks(
  runtime: AgentRuntime,
  talk: Conversation,
  steps: Steps,
): Promise<string[]> {
  const ran: string[] = [];
  // Private in the types only; there is no other way to list the workers.
  const { taskWorkers } = runtime as unknown as { taskWorkers: ReadonlyMap<string, TaskWorker> };
  for (const [name, worker] of taskWorkers) {
    ran.push(name);
    await steps.run(`task ${name}`, 'PW_BOOT_TASK_THROWS', async () => {
      const message = await talk.say('hello');
      const state = await runtime.composeState(message);
      await worker.validate?.(runtime, message, state);
      const task: Task = {
        id: message.id,
        name,
        description: 'started by the verification',
        tags: ['queue'],
        roomId: talk.roomId,
        worldId: talk.worldId as UUID,
        metadata: {},
      };
      await worker.execute(runtime, {}, task);
    });
  }
  return ran;
}

const parametersOf: Record<string, object> = {
  TEXT_SMALL: { prompt: 'Say hello.', maxTokens: 16 },
  TEXT_LARGE: { prompt: 'Say hello.', maxTokens: 16 },
  TEXT_EMBEDDING: { text: 'hello' },
  OBJECT_SMALL: { prompt: 'An empty object.', schema: { type: 'object' } },
  OBJECT_LARGE: { prompt: 'An empty object.', schema: { type: 'object' } },
};

/** Asks the plugin's own model handlers; other kinds than these five need data we do not have. */
export async function driveModels(
  runtime: AgentRuntime,
  mustAnswer: readonly string[],
  steps: Steps,
): Promise<string[]> {
  const models = modelsOf(runtime).filter(({ type }) => type in parametersOf);
  const ask = runtime.useModel.bind(runtime) as (
    type: string,
    params: object,
    provider: string,
  ) => Promise<unknown>;
  for (const { type, provider } of models) {
    const name = `model ${type}`;
    // A hand-written model may well fail without its key, or is not written yet.
    const severity = mustAnswer.includes(type) ? 'error' : 'warning';
    const given = await steps.run(
      name,
      'PW_BOOT_MODEL_THROWS',
      async () => ({ value: await ask(type, parametersOf[type] ?? {}, provider) }),
      undefined,
      severity,
    );
    if (given && !fits(type, given.value)) {
      steps.problem(name, 'PW_BOOT_MODEL_RESULT', `${name} gave a wrong kind of value`, {
        severity,
      });
    }
  }
  return models.map(({ type }) => type);
}

function fits(type: string, value: unknown): boolean {
  if (type.startsWith('TEXT_EMBEDDING')) {
    return Array.isArray(value) && value.every((item) => typeof item === 'number');
  }
  if (type.startsWith('TEXT')) return typeof value === 'string' || typeof value === 'object';
  return typeof value === 'object' && value !== null;
}
