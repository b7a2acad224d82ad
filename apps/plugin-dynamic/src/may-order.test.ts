import { describe, expect, it } from 'vitest';
import { mayOrder } from './may-order.js';

const [agent, user, roomId, worldId] = ['agent', 'user', 'room', 'world'] as never[];
const roles = ['OWNER', 'ADMIN'];
const runtime = (metadata: unknown, more: object = {}) =>
  ({
    agentId: agent,
    getRoom: async () => ({ worldId }),
    getWorld: async () => ({ metadata }),
    ...more,
  }) as never;
const ask = (given: never, entityId: unknown = user, wanted: readonly string[] = roles) =>
  mayOrder(given, { entityId: entityId as never, roomId: roomId! }, wanted);

describe('mayOrder', () => {
  it('lets the roles order that are named', async () => {
    expect(await ask(runtime({ roles: { user: 'OWNER' } }))).toEqual({
      allowed: true,
      isOwner: true,
    });
    expect(await ask(runtime({ roles: { user: 'admin' } }))).toEqual({
      allowed: true,
      isOwner: false,
    });
    expect(await ask(runtime({ ownership: { ownerId: 'user' } }))).toMatchObject({ isOwner: true });
  });

  it.each([
    ['an unknown role', runtime({ roles: { user: 'WIZARD' } })],
    ['no role', runtime({ roles: {} })],
    ['the role NONE', runtime({ roles: { user: 'NONE' } })],
    ['a role that is no text', runtime({ roles: { user: true } })],
    ['a world without roles', runtime(undefined)],
    ['no world', runtime({}, { getWorld: async () => null })],
    ['no room', runtime({}, { getRoom: async () => null })],
    ['a room without a world', runtime({}, { getRoom: async () => ({}) })],
    ['a runtime that fails', runtime({}, { getRoom: () => Promise.reject(new Error('away')) })],
    ['a runtime without worlds', runtime({}, { getWorld: undefined })],
  ])('refuses with %s', async (_, given) => {
    expect(await ask(given)).toEqual({
      allowed: false,
      reason: expect.stringMatching(/^Only OWNER or ADMIN may/),
    });
  });

  it('refuses the agent itself, nobody, and everybody when no role is named', async () => {
    const owner = runtime({ roles: { user: 'OWNER', agent: 'OWNER' } });
    expect(await ask(owner, agent)).toMatchObject({ allowed: false });
    expect(await ask(owner, '')).toMatchObject({ allowed: false });
    expect(await ask(owner, user, [])).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('Only nobody'),
    });
  });
});
