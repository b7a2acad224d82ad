import './quiet.js';
import { randomUUID } from 'node:crypto';
import {
  AgentRuntime,
  type Content,
  createUniqueUuid,
  type IDatabaseAdapter,
  type Memory,
  type Plugin,
  stringToUuid,
  type Task,
  type UUID,
} from '@elizaos/core';

/** What the agent's database holds. */
export interface Tables {
  memories: (Memory & { tableName: string })[];
  tasks: Task[];
  /** What outlives a restart; absent: a new one per agent. */
  cache?: Map<string, unknown>;
}

export interface Agent {
  runtime: AgentRuntime;
  tables: Tables;
  /** A message to the agent, from somebody else unless said otherwise. */
  message: (content: Content, entityId?: UUID) => Memory;
  /** Runs one action as the runtime does, and gives its result and what the user saw. */
  act: (
    name: string,
    parameters: Record<string, unknown>,
  ) => Promise<{ result: Record<string, unknown> | undefined; replies: Content[] }>;
  stop: () => Promise<void>;
}

/** A real `AgentRuntime` on tables in memory. */
export async function startAgent(
  plugins: Plugin[],
  settings: Record<string, string> = {},
  tables: Tables = { memories: [], tasks: [] },
  agentId: UUID = stringToUuid(`agent ${randomUUID()}`),
): Promise<Agent> {
  const runtime = new AgentRuntime({
    agentId,
    character: { name: 'Tester', bio: 'Tests.', settings },
    plugins,
    adapter: adapterOn(tables),
  });
  await runtime.initialize();
  await Promise.all(
    plugins.flatMap(({ services = [] }) =>
      services.map((service) => runtime.getServiceLoadPromise(service.serviceType as never)),
    ),
  );
  const room = createUniqueUuid(runtime, 'room');
  const user = createUniqueUuid(runtime, 'user');
  const message = (content: Content, entityId: UUID = user): Memory => ({
    id: randomUUID(),
    entityId,
    agentId: runtime.agentId,
    roomId: room,
    createdAt: Date.now(),
    content,
  });
  return {
    runtime,
    tables,
    message,
    act: async (name, parameters) => {
      const asked = message({ text: '', source: 'test' });
      const planned = message({ text: '', actions: [name] }, runtime.agentId);
      const replies: Content[] = [];
      // How a multi-step plan of 1.7 hands parameters over.
      runtime.stateCache.set(asked.id!, { values: {}, data: { actionParams: parameters }, text: '' });
      await runtime.processActions(asked, [planned], undefined, async (reply) => {
        replies.push(reply);
        return [];
      });
      const [result] = runtime.getActionResults(asked.id!);
      return { result: result as Record<string, unknown> | undefined, replies };
    },
    stop: async () => {
      await runtime.stop();
      await runtime.close();
    },
  };
}

function adapterOn(tables: Tables): IDatabaseAdapter {
  const rows = new Map<string, unknown>();
  const cache = tables.cache ?? new Map<string, unknown>();
  const save = (row: { id?: string | undefined }) => {
    rows.set(row.id ?? randomUUID(), row);
    return true;
  };
  const known: Record<string, unknown> = {
    db: {},
    isReady: async () => true,
    getAgent: async (id: string) => rows.get(id) ?? null,
    createAgent: async (row: { id: string }) => save(row),
    updateAgent: async () => true,
    getEntitiesByIds: async (ids: string[]) => ids.flatMap((id) => rows.get(id) ?? []),
    createEntities: async (list: { id: string }[]) => list.every(save),
    getRoomsByIds: async () => [],
    createRooms: async (list: { id: string }[]) => list.map(({ id }) => id),
    createWorld: async ({ id }: { id: string }) => id,
    getWorld: async () => null,
    addParticipantsRoom: async () => true,
    createMemory: async (memory: Memory, tableName: string) => {
      const id = memory.id ?? randomUUID();
      if (!tables.memories.some((one) => one.id === id)) tables.memories.push({ ...memory, id, tableName });
      return id;
    },
    getCache: async (key: string) => cache.get(key),
    setCache: async (key: string, value: unknown) => {
      cache.set(key, structuredClone(value));
      return true;
    },
    deleteCache: async (key: string) => cache.delete(key),
    createTask: async (task: Task) => {
      const id = randomUUID();
      tables.tasks.push({ ...task, id });
      return id;
    },
    getTasksByName: async (name: string) => tables.tasks.filter((task) => task.name === name),
    updateTask: async (id: UUID, change: Partial<Task>) => {
      for (const task of tables.tasks) if (task.id === id) Object.assign(task, change);
    },
  };
  // Of the rest, queries find nothing.
  return new Proxy({} as IDatabaseAdapter, {
    get: (_, key) => {
      if (typeof key !== 'string' || key === 'then') return undefined;
      return known[key] ?? (async () => (/^(?:get|search)/.test(key) ? [] : undefined));
    },
  });
}
