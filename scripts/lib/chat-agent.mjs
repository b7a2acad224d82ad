// An agent with the installed plugin, in a process of its own, for check-packages: `node chat-agent.mjs HOME TEXT…` says each TEXT
// in a room and prints what is posted there, one line of JSON each. Runs in a project outside the repository.
import {
  AgentRuntime,
  ChannelType,
  createUniqueUuid,
  ElizaOS,
  ModelType,
  stringToUuid,
} from '@elizaos/core';
import bootstrap from '@elizaos/plugin-bootstrap';
import dynamicPlugin, { PLUGIN_CREATION } from '@plugwright/plugin-dynamic';

const [home, ...said] = process.argv.slice(2);
const tell = (post) => process.stdout.write(`${JSON.stringify({ post })}\n`);

/** The tables that a conversation needs; every other method answers with nothing. */
function memoryAdapter() {
  const rows = new Map();
  const keep = (kind) => (row) => (rows.set(`${kind} ${row.id}`, row), row.id);
  const get = (kind) => async (id) => rows.get(`${kind} ${id}`) ?? null;
  const all = (kind) => async (ids) => ids.flatMap((id) => rows.get(`${kind} ${id}`) ?? []);
  const cache = new Map();
  const known = {
    db: {},
    isReady: async () => true,
    getConnection: async () => null,
    getAgent: get('agent'),
    createAgent: async (row) => Boolean(keep('agent')(row)),
    updateAgent: async (id, row) => Boolean(keep('agent')({ ...row, id })),
    getEntitiesByIds: all('entity'),
    createEntities: async (list) => list.every(keep('entity')),
    getRoomsByIds: all('room'),
    createRooms: async (list) => list.map(keep('room')),
    getWorld: get('world'),
    createWorld: async (row) => rows.get(`world ${row.id}`)?.id ?? keep('world')(row),
    updateWorld: async (row) => void keep('world')(row),
    addParticipantsRoom: async () => true,
    getParticipantUserState: async () => null,
    createMemory: async (row) => keep('memory')({ ...row, id: row.id ?? crypto.randomUUID() }),
    getMemoryById: get('memory'),
    createTask: async () => crypto.randomUUID(),
    getCache: async (key) => cache.get(key),
    setCache: async (key, value) => Boolean(cache.set(key, value)),
  };
  return new Proxy(known, {
    get: (target, key) =>
      key in target || typeof key !== 'string' || key === 'then'
        ? target[key]
        : async () => (/^(?:get|search)/.test(key) ? [] : undefined),
  });
}

/** A model that chooses what a model would, as long as the prompt offers it. */
let heard = '';
const brain = {
  name: 'brain',
  description: 'A model that follows a script',
  priority: 100,
  models: {
    [ModelType.TEXT_LARGE]: async (_runtime, { prompt }) => {
      const wanted = /^create/i.test(heard) ? 'CREATE_PLUGIN' : 'ANSWER_PLUGIN_QUESTION';
      const action = prompt.includes(wanted) ? wanted : 'REPLY';
      return `<response><thought>ok</thought><actions>${action}</actions><providers></providers><text>${action === wanted ? '' : 'no'}</text></response>`;
    },
    [ModelType.TEXT_SMALL]: async () => '<response></response>',
    [ModelType.OBJECT_SMALL]: async () => ({}),
    [ModelType.OBJECT_LARGE]: async () => ({}),
    [ModelType.TEXT_EMBEDDING]: async () => Array.from({ length: 384 }, () => 0),
  },
};

const agentId = stringToUuid('ada');
const runtime = new AgentRuntime({
  agentId,
  character: { name: 'Ada', bio: 'Makes plugins.', settings: { PLUGWRIGHT_HOME: home } },
  plugins: [bootstrap, brain, dynamicPlugin],
  adapter: memoryAdapter(),
});
runtime.registerSendHandler('chat', async (_runtime, _target, { text }) => tell(text));
await runtime.initialize();
const eliza = new ElizaOS();
eliza.registerAgent(runtime);
const [roomId, entityId, worldId] = ['room', 'user', 'world'].map((key) =>
  createUniqueUuid(runtime, key),
);
const room = { roomId, entityId, worldId, source: 'chat', type: ChannelType.DM };
await runtime.ensureConnection({ ...room, userName: 'grace', name: 'Grace', channelId: 'c' });
await runtime.updateWorld({
  ...(await runtime.getWorld(worldId)),
  metadata: { roles: { [entityId]: 'OWNER' } },
});
await runtime.getServiceLoadPromise(PLUGIN_CREATION);
for (const text of said) {
  heard = text;
  const content = { text, source: 'chat', channelType: ChannelType.DM };
  await new Promise((resolve, reject) => {
    void eliza.handleMessage(
      agentId,
      { entityId, roomId, worldId, content },
      {
        onResponse: async (reply) => tell(reply.text),
        onError: async (error) => reject(error),
        onComplete: async () => resolve(),
      },
    );
  });
}
