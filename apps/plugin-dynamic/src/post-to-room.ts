import { type Content, createUniqueUuid, type IAgentRuntime, type UUID } from '@elizaos/core';
import type { Order } from './order.js';

/** Clients that have no send handler are tried once; core logs an error at each try. */
const withoutHandler = new WeakMap<object, Set<string>>();

/**
 * Says something in the room of an order, long after the message that began it: through the client the order came from
 * (its send handler), else as a message of the agent in the room, which clients that poll find there.
 *
 * @param key the same for the same post: one that was stored before is not stored again
 */
export async function postToRoom(
  runtime: IAgentRuntime,
  order: Order,
  text: string,
  key: string,
): Promise<void> {
  const roomId = order.roomId as UUID;
  const content: Content = {
    text,
    ...(order.source === undefined ? {} : { source: order.source }),
    ...(order.messageId === undefined ? {} : { inReplyTo: order.messageId as UUID }),
  };
  if (order.source !== undefined && (await sent(runtime, order, content))) return;
  const id = createUniqueUuid(runtime, `plugwright:${key}`);
  if ((await runtime.getMemoryById(id)) !== null) return;
  const { agentId } = runtime;
  await runtime.createMemory({ id, entityId: agentId, agentId, roomId, content }, 'messages');
}

async function sent(runtime: IAgentRuntime, order: Order, content: Content): Promise<boolean> {
  const { source = '' } = order;
  const missing = withoutHandler.get(runtime) ?? new Set<string>();
  withoutHandler.set(runtime, missing);
  if (missing.has(source)) return false;
  try {
    const room = await runtime.getRoom(order.roomId as UUID);
    await runtime.sendMessageToTarget(
      {
        source,
        roomId: order.roomId as UUID,
        entityId: order.entityId as UUID,
        ...(room?.channelId === undefined ? {} : { channelId: room.channelId }),
      },
      content,
    );
    return true;
  } catch (error) {
    if (error instanceof Error && /no send handler/i.test(error.message)) missing.add(source);
    return false;
  }
}
