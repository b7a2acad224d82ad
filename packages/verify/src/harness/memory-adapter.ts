import type { IDatabaseAdapter, UUID } from '@elizaos/core';
import { randomUUID } from 'node:crypto';

type Row = Record<string, unknown> & { id?: string };

/** A database in memory that can be set back. */
export interface MemoryDatabase {
  adapter: IDatabaseAdapter;
  /** Keeps what is stored now; the function it gives brings that back. */
  snapshot: () => () => void;
}

/** The adapter of a {@link createMemoryDatabase}. */
export const createMemoryAdapter = (): IDatabaseAdapter => createMemoryDatabase().adapter;

/**
 * A database adapter that keeps everything in maps: enough for a real `AgentRuntime` to boot, talk
 * and store tasks. A method it does not have answers with an empty list (queries) or nothing.
 */
export function createMemoryDatabase(): MemoryDatabase {
  const table = () => new Map<string, Row>();
  const [agents, entities, rooms, worlds, components, tasks] = [
    table(),
    table(),
    table(),
    table(),
    table(),
    table(),
  ];
  const memories = new Map<string, Row & { tableName: string }>();
  const participants = new Map<string, Set<string>>();
  const cache = new Map<string, unknown>();
  const put = (rows: Map<string, Row>, row: Row): string => {
    const id = row.id ?? randomUUID();
    rows.set(id, { ...row, id });
    return id;
  };
  const merge = (rows: Map<string, Row>, id: string, change: Row) => {
    rows.set(id, { ...rows.get(id), ...change, id });
    return true;
  };
  const join = (ids: readonly string[], room: string) => {
    participants.set(room, new Set([...(participants.get(room) ?? []), ...ids]));
    return true;
  };
  const inRooms = (wanted: readonly string[], tableName: string) =>
    [...memories.values()].filter(
      (memory) => memory.tableName === tableName && wanted.includes(String(memory['roomId'])),
    );
  const methods: Record<string, unknown> = {
    db: {},
    isReady: async () => true,
    init: async () => {},
    initialize: async () => {},
    close: async () => {},
    getConnection: async () => null,
    runMigrations: async () => {},
    getAgent: async (id: string) => agents.get(id) ?? null,
    getAgents: async () => [...agents.values()],
    createAgent: async (agent: Row) => Boolean(put(agents, agent)),
    updateAgent: async (id: string, change: Row) => merge(agents, id, change),
    deleteAgent: async (id: string) => agents.delete(id),
    getEntitiesByIds: async (ids: string[]) => ids.flatMap((id) => entities.get(id) ?? []),
    getEntitiesForRoom: async (room: string) =>
      [...(participants.get(room) ?? [])].flatMap((id) => entities.get(id) ?? []),
    createEntities: async (rows: Row[]) => rows.every((row) => put(entities, row)),
    updateEntity: async (row: Row) => void put(entities, row),
    getComponent: async () => null,
    createComponent: async (row: Row) => Boolean(put(components, row)),
    updateComponent: async (row: Row) => void put(components, row),
    deleteComponent: async (id: string) => void components.delete(id),
    getRoomsByIds: async (ids: string[]) => ids.flatMap((id) => rooms.get(id) ?? []),
    createRooms: async (rows: Row[]) => rows.map((row) => put(rooms, row)),
    updateRoom: async (row: Row) => void put(rooms, row),
    deleteRoom: async (id: string) => void rooms.delete(id),
    getRoomsByWorld: async (world: string) =>
      [...rooms.values()].filter((room) => room['worldId'] === world),
    createWorld: async (row: Row) => put(worlds, row),
    getWorld: async (id: string) => worlds.get(id) ?? null,
    getAllWorlds: async () => [...worlds.values()],
    updateWorld: async (row: Row) => void put(worlds, row),
    removeWorld: async (id: string) => void worlds.delete(id),
    addParticipantsRoom: async (ids: string[], room: string) => join(ids, room),
    removeParticipant: async (id: string, room: string) =>
      participants.get(room)?.delete(id) ?? false,
    getParticipantsForRoom: async (room: string) => [...(participants.get(room) ?? [])],
    getRoomsForParticipant: async (id: string) =>
      [...participants].filter(([, ids]) => ids.has(id)).map(([room]) => room),
    isRoomParticipant: async (room: string, id: string) => participants.get(room)?.has(id) ?? false,
    getParticipantUserState: async () => null,
    createMemory: async (memory: Row, tableName: string) => {
      const id = memory.id ?? randomUUID();
      memories.set(id, { ...memory, id, tableName });
      return id;
    },
    updateMemory: async (memory: Row) => {
      const old = memories.get(memory.id ?? '');
      if (old) memories.set(memory.id ?? '', { ...old, ...memory });
      return old !== undefined;
    },
    deleteMemory: async (id: string) => void memories.delete(id),
    getMemoryById: async (id: string) => memories.get(id) ?? null,
    getMemoriesByIds: async (ids: string[]) => ids.flatMap((id) => memories.get(id) ?? []),
    getMemories: async (query: { tableName: string; roomId?: string; count?: number }) =>
      [...memories.values()]
        .filter((row) => row.tableName === query.tableName)
        .filter((row) => query.roomId === undefined || row['roomId'] === query.roomId)
        .slice(-(query.count ?? 1000)),
    getMemoriesByRoomIds: async (query: { tableName: string; roomIds: string[] }) =>
      inRooms(query.roomIds, query.tableName),
    countMemories: async (room: string, _unique: boolean, tableName = 'messages') =>
      inRooms([room], tableName).length,
    getCache: async (key: string) => cache.get(key),
    setCache: async (key: string, value: unknown) => Boolean(cache.set(key, value)),
    deleteCache: async (key: string) => cache.delete(key),
    createTask: async (task: Row) => put(tasks, task),
    getTasks: async (query: { tags?: string[]; roomId?: string } = {}) =>
      [...tasks.values()].filter((task) =>
        (query.tags ?? []).every((tag) =>
          ((task['tags'] as string[] | undefined) ?? []).includes(tag),
        ),
      ),
    getTask: async (id: string) => tasks.get(id) ?? null,
    getTasksByName: async (name: string) =>
      [...tasks.values()].filter((task) => task['name'] === name),
    updateTask: async (id: string, change: Row) => void merge(tasks, id, change),
    deleteTask: async (id: string) => void tasks.delete(id),
    log: async () => {},
  };
  const adapter = new Proxy(methods as unknown as IDatabaseAdapter, {
    get(target, key, receiver) {
      if (Reflect.has(target, key)) return Reflect.get(target, key, receiver) as unknown;
      // `then` would make the adapter look like a promise.
      if (typeof key !== 'string' || key === 'then') return undefined;
      return async () => (/^(?:get|search)/.test(key) ? ([] as UUID[]) : undefined);
    },
  });
  // Rows are replaced, never changed, so that copies of the maps are enough; what is cached goes out as it is.
  const maps: Map<string, unknown>[] = [
    agents,
    entities,
    rooms,
    worlds,
    components,
    tasks,
    memories,
    participants,
    cache,
  ];
  const snapshot = () => {
    const kept = maps.map((map) => [...(map === cache ? structuredClone(map) : map)]);
    return () => {
      maps.forEach((map, at) => {
        map.clear();
        for (const [key, value] of kept[at] ?? [])
          map.set(key, map === cache ? structuredClone(value) : value);
      });
    };
  };
  return { adapter, snapshot };
}
