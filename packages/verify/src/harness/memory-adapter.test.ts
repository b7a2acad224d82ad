import type { Memory, UUID } from '@elizaos/core';
import { describe, expect, it } from 'vitest';
import { createMemoryAdapter } from './memory-adapter.js';

const id = (n: number) => `00000000-0000-0000-0000-00000000000${n}` as UUID;

/** The adapter as plain functions: its types are those of a real database. */
const open = () =>
  createMemoryAdapter() as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;

describe('createMemoryAdapter', () => {
  it('keeps agents, entities, rooms and worlds', async () => {
    const db = open();
    await db['init']?.();
    await db['initialize']?.();
    await db['runMigrations']?.();
    expect(await db['isReady']?.()).toBe(true);
    expect(await db['getConnection']?.()).toBe(null);
    expect(await db['getAgent']?.(id(1))).toBe(null);
    expect(await db['createAgent']?.({ id: id(1), name: 'a' })).toBe(true);
    expect(await db['updateAgent']?.(id(1), { name: 'b' })).toBe(true);
    expect(await db['getAgents']?.()).toMatchObject([{ name: 'b' }]);
    expect(await db['deleteAgent']?.(id(1))).toBe(true);
    expect(await db['createEntities']?.([{ id: id(2) }])).toBe(true);
    await db['updateEntity']?.({ id: id(2), names: ['x'] });
    expect(await db['getEntitiesByIds']?.([id(2), id(3)])).toMatchObject([{ names: ['x'] }]);
    expect(await db['createRooms']?.([{ id: id(4), worldId: id(5) }])).toEqual([id(4)]);
    await db['updateRoom']?.({ id: id(4), worldId: id(5), name: 'r' });
    expect(await db['getRoomsByWorld']?.(id(5))).toMatchObject([{ name: 'r' }]);
    expect(await db['getRoomsByIds']?.([id(4)])).toHaveLength(1);
    await db['deleteRoom']?.(id(4));
    expect(await db['getRoomsByIds']?.([id(4)])).toEqual([]);
    expect(await db['createWorld']?.({ id: id(5) })).toBe(id(5));
    await db['updateWorld']?.({ id: id(5), name: 'w' });
    expect(await db['getWorld']?.(id(5))).toMatchObject({ name: 'w' });
    expect(await db['getAllWorlds']?.()).toHaveLength(1);
    await db['removeWorld']?.(id(5));
    expect(await db['getWorld']?.(id(5))).toBe(null);
    expect(await db['createComponent']?.({ id: id(6) })).toBe(true);
    await db['updateComponent']?.({ id: id(6) });
    await db['deleteComponent']?.(id(6));
    expect(await db['getComponent']?.(id(6))).toBe(null);
  });

  it('keeps who is in which room', async () => {
    const db = open();
    await db['createEntities']?.([{ id: id(1) }]);
    await db['addParticipantsRoom']?.([id(1), id(2)], id(9));
    await db['addParticipantsRoom']?.([id(3)], id(9));
    expect(await db['getParticipantsForRoom']?.(id(9))).toEqual([id(1), id(2), id(3)]);
    expect(await db['getParticipantsForRoom']?.(id(8))).toEqual([]);
    expect(await db['getEntitiesForRoom']?.(id(9))).toEqual([{ id: id(1) }]);
    expect(await db['getEntitiesForRoom']?.(id(8))).toEqual([]);
    expect(await db['getRoomsForParticipant']?.(id(2))).toEqual([id(9)]);
    expect(await db['isRoomParticipant']?.(id(9), id(2))).toBe(true);
    expect(await db['isRoomParticipant']?.(id(8), id(2))).toBe(false);
    expect(await db['removeParticipant']?.(id(2), id(9))).toBe(true);
    expect(await db['removeParticipant']?.(id(2), id(8))).toBe(false);
    expect(await db['getParticipantUserState']?.()).toBe(null);
  });

  it('keeps memories, tasks and the cache', async () => {
    const db = open();
    const memory = (roomId: UUID) => ({ roomId, content: { text: 'x' } }) as Partial<Memory>;
    const first = await db['createMemory']?.(memory(id(1)), 'messages');
    await db['createMemory']?.({ ...memory(id(2)), id: id(7) }, 'messages');
    expect(await db['getMemories']?.({ tableName: 'messages', roomId: id(1) })).toHaveLength(1);
    expect(await db['getMemories']?.({ tableName: 'messages', count: 1 })).toMatchObject([
      { id: id(7) },
    ]);
    expect(
      await db['getMemoriesByRoomIds']?.({ tableName: 'messages', roomIds: [id(2)] }),
    ).toHaveLength(1);
    expect(await db['getMemoriesByIds']?.([first, id(3)])).toHaveLength(1);
    expect(await db['countMemories']?.(id(1), false)).toBe(1);
    expect(await db['countMemories']?.(id(1), false, 'facts')).toBe(0);
    expect(await db['updateMemory']?.({ id: first, content: { text: 'y' } })).toBe(true);
    expect(await db['updateMemory']?.({})).toBe(false);
    expect(await db['getMemoryById']?.(first)).toMatchObject({ content: { text: 'y' } });
    await db['deleteMemory']?.(first);
    expect(await db['getMemoryById']?.(first)).toBe(null);
    const task = await db['createTask']?.({ name: 'T', tags: ['queue', 'repeat'] });
    await db['createTask']?.({ name: 'U' });
    expect(await db['getTasks']?.({ tags: ['queue'] })).toMatchObject([{ name: 'T' }]);
    expect(await db['getTasks']?.()).toHaveLength(2);
    expect(await db['getTasksByName']?.('U')).toHaveLength(1);
    await db['updateTask']?.(task, { name: 'V' });
    expect(await db['getTask']?.(task)).toMatchObject({ name: 'V', tags: ['queue', 'repeat'] });
    await db['deleteTask']?.(task);
    expect(await db['getTask']?.(task)).toBe(null);
    expect(await db['setCache']?.('k', 1)).toBe(true);
    expect(await db['getCache']?.('k')).toBe(1);
    expect(await db['deleteCache']?.('k')).toBe(true);
    await db['log']?.({});
    await db['close']?.();
  });

  it('answers what it does not know: lists for questions, nothing for orders', async () => {
    const db = open();
    expect(await db['getRelationships']?.()).toEqual([]);
    expect(await db['searchMemories']?.()).toEqual([]);
    expect(await db['createRelationship']?.()).toBe(undefined);
    expect(db['then']).toBe(undefined);
  });
});
