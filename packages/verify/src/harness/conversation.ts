import {
  ChannelType,
  createUniqueUuid,
  type AgentRuntime,
  type Content,
  type Memory,
  type UUID,
} from '@elizaos/core';

/** A room with one user in it, and messages in that room. */
export interface Conversation {
  roomId: UUID;
  worldId: UUID;
  entityId: UUID;
  /** Stores and returns a new message of the user. */
  say: (text: string) => Promise<Memory & { id: UUID }>;
  /** A message of the agent that asks for these actions. */
  plan: (actions: string[]) => Memory;
}

/** Connects a user with the agent, as a chat client does. */
export async function startConversation(runtime: AgentRuntime): Promise<Conversation> {
  let count = 0;
  const id = (name: string) => createUniqueUuid(runtime, name);
  const [roomId, worldId, entityId] = [id('room'), id('world'), id('user')];
  await runtime.ensureConnection({
    entityId,
    roomId,
    worldId,
    userName: 'tester',
    name: 'Tester',
    source: 'plugwright',
    channelId: 'plugwright',
    type: ChannelType.DM,
  });
  return {
    roomId,
    worldId,
    entityId,
    say: async (text) => {
      const content: Content = { text, source: 'plugwright' };
      const message = { id: id(`message ${count++}`), entityId, roomId, worldId, content };
      await runtime.createMemory({ ...message, createdAt: Date.now() }, 'messages');
      return message;
    },
    plan: (actions) => ({
      id: id(`plan ${count++}`),
      entityId: runtime.agentId,
      roomId,
      worldId,
      content: { thought: 'the verification asks for it', text: '', actions, source: 'plugwright' },
    }),
  };
}
