import {
  AgentRuntime,
  ChannelType,
  type Content,
  createUniqueUuid,
  ElizaOS,
  type IDatabaseAdapter,
  ModelType,
  type Plugin,
  Role,
  stringToUuid,
  type UUID,
  type World,
} from '@elizaos/core';
import bootstrap from '@elizaos/plugin-bootstrap';
import { createMemoryAdapter } from '../../../../packages/verify/src/harness/memory-adapter.js';
import { dynamicPlugin } from '../plugin.js';
import type { PluginCreationService } from '../plugin-creation-service.js';
import { PLUGIN_CREATION } from '../service-key.js';

const source = 'test_client';

/** A scripted model: for each text the action that a model would choose; it can choose only what the prompt offers. */
export type Script = (said: string) => string;

export interface TestAgent {
  runtime: AgentRuntime;
  service: PluginCreationService;
  roomId: UUID;
  userId: UUID;
  /** What was posted in the room, outside of replies. */
  posts: string[];
  /** The prompts that the model saw. */
  prompts: string[];
  /** Says something in the room, and gives what the agent replied. */
  say: (text: string, more?: Partial<Content>) => Promise<string>;
  /** Resolves with the first post that matches. */
  posted: (pattern: RegExp) => Promise<string>;
  stop: () => Promise<void>;
}

export interface AgentOptions {
  home: string;
  script: Script;
  name?: string;
  /** Of the user in the world of the room; default `OWNER`, null: none. */
  role?: string | null;
  settings?: Record<string, string>;
  /** Whether the client of the room can be written to at any time; default true. */
  canPost?: boolean;
  onPost?: (text: string) => void;
}

/** A real agent with the real bootstrap plugin, in a room with one user. */
export async function startAgent(options: AgentOptions): Promise<TestAgent> {
  const { name = 'Ada', role = Role.OWNER, script, canPost = true } = options;
  const posts: string[] = [];
  const prompts: string[] = [];
  let said = '';
  const brain: Plugin = {
    name: 'brain',
    description: 'A model that follows a script',
    priority: 100,
    models: {
      [ModelType.TEXT_LARGE]: async (_runtime, { prompt }) => {
        prompts.push(prompt);
        const wanted = script(said);
        const action = prompt.includes(wanted) ? wanted : 'REPLY';
        return `<response><thought>ok</thought><actions>${action}</actions><providers></providers><text>${action === 'REPLY' ? 'I do not do that.' : ''}</text></response>`;
      },
      [ModelType.TEXT_SMALL]: async () => '<response></response>',
      [ModelType.OBJECT_SMALL]: async () => ({}),
      [ModelType.OBJECT_LARGE]: async () => ({}),
      [ModelType.TEXT_EMBEDDING]: async () => Array.from({ length: 384 }, () => 0),
    },
  };
  const agentId = stringToUuid(name);
  const runtime = new AgentRuntime({
    agentId,
    character: {
      name,
      bio: 'Makes plugins.',
      settings: { PLUGWRIGHT_HOME: options.home, ...options.settings },
    },
    plugins: [bootstrap, brain, dynamicPlugin],
    adapter: keepingWorlds(createMemoryAdapter()),
  });
  if (canPost)
    runtime.registerSendHandler(source, async (_runtime, _target, content) => {
      posts.push(content.text ?? '');
      options.onPost?.(content.text ?? '');
    });
  await runtime.initialize();
  const eliza = new ElizaOS();
  eliza.registerAgent(runtime);
  const [roomId, userId, worldId] = ['room', 'user', 'world'].map((key) =>
    createUniqueUuid(runtime, key),
  ) as [UUID, UUID, UUID];
  await runtime.ensureConnection({
    ...{ entityId: userId, roomId, worldId, userName: 'grace', name: 'Grace', source },
    channelId: 'channel',
    type: ChannelType.DM,
  });
  const world = (await runtime.getWorld(worldId))!;
  if (role !== null)
    await runtime.updateWorld({ ...world, metadata: { roles: { [userId]: role as Role } } });
  const service = (await runtime.getServiceLoadPromise(PLUGIN_CREATION)) as PluginCreationService;
  return {
    ...{ runtime, service, roomId, userId, posts, prompts },
    say: async (text, more = {}) => {
      said = text;
      const replies: string[] = [];
      await new Promise<void>((resolve, reject) => {
        void eliza.handleMessage(
          agentId,
          {
            entityId: userId,
            roomId,
            worldId,
            content: { text, source, channelType: ChannelType.DM, ...more },
          },
          {
            onResponse: async (content) => void replies.push(content.text ?? ''),
            onError: async (error) => reject(error),
            onComplete: async () => resolve(),
          },
        );
      });
      return replies.filter(Boolean).join('\n');
    },
    posted: async (pattern) => {
      for (;;) {
        const found = posts.find((post) => pattern.test(post));
        if (found !== undefined) return found;
        // oxlint-disable-next-line no-await-in-loop
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stop: async () => {
      await runtime.stop();
      await runtime.close();
    },
  };
}

/** A database inserts a world once; the runtime creates it with every message. */
function keepingWorlds(adapter: IDatabaseAdapter): IDatabaseAdapter {
  const createWorld = adapter.createWorld.bind(adapter);
  return Object.assign(adapter, {
    createWorld: async (world: World) =>
      (await adapter.getWorld(world.id)) ? world.id : createWorld(world),
  });
}

/** What a model does with the messages of these tests. */
export const usualScript: Script = (said) => {
  if (/^(?:create|build|make)/i.test(said)) return 'CREATE_PLUGIN';
  if (/^(?:how far|is my)/i.test(said)) return 'CHECK_PLUGIN_STATUS';
  if (/^(?:stop|cancel)/i.test(said)) return 'CANCEL_PLUGIN_CREATION';
  if (/^(?:which|list)/i.test(said)) return 'LIST_PLUGIN_JOBS';
  return 'ANSWER_PLUGIN_QUESTION';
};
