import type { IAgentRuntime, Memory } from '@elizaos/core';

/** Whether somebody may order, and if not, why; one sentence for the room. */
export type Permission = { allowed: true; isOwner: boolean } | { allowed: false; reason: string };

/**
 * The role of whoever wrote the message, in the world of its room. What is not known is not allowed: no room, no world, no
 * role, an error. The agent itself may not order either: what it says may come from anybody.
 */
export async function mayOrder(
  runtime: Pick<IAgentRuntime, 'agentId' | 'getRoom' | 'getWorld'>,
  message: Pick<Memory, 'entityId' | 'roomId'>,
  roles: readonly string[],
): Promise<Permission> {
  const { entityId, roomId } = message;
  if (!entityId || entityId === runtime.agentId) return denied('I cannot tell who is asking');
  let role: unknown;
  try {
    const room = await runtime.getRoom(roomId);
    const world = room?.worldId === undefined ? null : await runtime.getWorld(room.worldId);
    const { metadata } = world ?? {};
    role = metadata?.ownership?.ownerId === entityId ? 'OWNER' : metadata?.roles?.[entityId];
  } catch {
    return denied('I cannot look up your role');
  }
  if (typeof role !== 'string' || role.toUpperCase() === 'NONE')
    return denied('you have no role here');
  const name = role.toUpperCase();
  if (!roles.includes(name)) return denied(`your role is ${name}`);
  return { allowed: true, isOwner: name === 'OWNER' };

  function denied(why: string): Permission {
    const wanted = roles.length === 0 ? 'nobody' : roles.join(' or ');
    return { allowed: false, reason: `Only ${wanted} may do this here, and ${why}.` };
  }
}
