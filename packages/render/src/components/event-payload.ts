/** Event types of ElizaOS 1.7 that `Plugin.events` takes, and what their handlers get (core `events.d.ts`). */
const PAYLOADS: Readonly<Record<string, string>> = {
  WORLD_JOINED: 'WorldPayload',
  WORLD_CONNECTED: 'WorldPayload',
  WORLD_LEFT: 'WorldPayload',
  ENTITY_JOINED: 'EntityPayload',
  ENTITY_LEFT: 'EntityPayload',
  ENTITY_UPDATED: 'EntityPayload',
  MESSAGE_RECEIVED: 'MessagePayload',
  MESSAGE_SENT: 'MessagePayload',
  MESSAGE_DELETED: 'MessagePayload',
  VOICE_MESSAGE_RECEIVED: 'MessagePayload',
  VOICE_MESSAGE_SENT: 'MessagePayload',
  CHANNEL_CLEARED: 'ChannelClearedPayload',
  REACTION_RECEIVED: 'MessagePayload',
  POST_GENERATED: 'InvokePayload',
  INTERACTION_RECEIVED: 'MessagePayload',
  RUN_STARTED: 'RunEventPayload',
  RUN_ENDED: 'RunEventPayload',
  RUN_TIMEOUT: 'RunEventPayload',
  ACTION_STARTED: 'ActionEventPayload',
  ACTION_COMPLETED: 'ActionEventPayload',
  EVALUATOR_STARTED: 'EvaluatorEventPayload',
  EVALUATOR_COMPLETED: 'EvaluatorEventPayload',
  MODEL_USED: 'ModelEventPayload',
  EMBEDDING_GENERATION_REQUESTED: 'EmbeddingGenerationPayload',
  EMBEDDING_GENERATION_COMPLETED: 'EmbeddingGenerationPayload',
  EMBEDDING_GENERATION_FAILED: 'EmbeddingGenerationPayload',
  CONTROL_MESSAGE: 'ControlMessagePayload',
};

/**
 * The payload type of an event that may stand in `plugin.events`; `undefined` for every other event,
 * which has to be registered with `runtime.registerEvent`.
 */
export const payloadOf = (event: string): string | undefined =>
  Object.hasOwn(PAYLOADS, event) ? PAYLOADS[event] : undefined;
