import type { JsonValue } from '@plugwright/engine/jobs';

/** Who ordered a plugin, and where; kept with the job, so that it is known after a restart. */
export interface Order {
  agentId: string;
  roomId: string;
  entityId: string;
  /** Of the message, for the client that has to deliver what is posted. */
  source?: string;
  messageId?: string;
}

/** The order in a job's input; `undefined` for jobs that no agent ordered. */
export function orderOf(input: JsonValue): Order | undefined {
  const order = isObject(input) ? input['order'] : undefined;
  if (!isObject(order)) return undefined;
  const { agentId, roomId, entityId, source, messageId } = order;
  if (![agentId, roomId, entityId].every((one) => typeof one === 'string')) return undefined;
  return {
    agentId: String(agentId),
    roomId: String(roomId),
    entityId: String(entityId),
    ...(typeof source === 'string' ? { source } : {}),
    ...(typeof messageId === 'string' ? { messageId } : {}),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
