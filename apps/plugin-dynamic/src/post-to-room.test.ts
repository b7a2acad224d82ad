import { describe, expect, it } from 'vitest';
import { createMemoryAdapter } from '../../../packages/verify/src/harness/memory-adapter.js';
import { postToRoom } from './post-to-room.js';

const order = { agentId: 'a', roomId: 'r', entityId: 'e', source: 'chat', messageId: 'm' };

/** As much of a runtime as a post needs, with a real store of messages. */
function room(send: () => Promise<void>) {
  const adapter = createMemoryAdapter();
  const sent: object[] = [];
  const runtime = {
    agentId: '00000000-0000-4000-8000-000000000001',
    getRoom: async () => ({ channelId: 'c' }),
    getMemoryById: adapter.getMemoryById.bind(adapter),
    createMemory: adapter.createMemory.bind(adapter),
    sendMessageToTarget: async (target: object) => {
      sent.push(target);
      await send();
    },
  };
  const stored = () => adapter.getMemories({ roomId: 'r' as never, tableName: 'messages' });
  return { runtime: runtime as never, sent, stored };
}

describe('postToRoom', () => {
  it('goes through the client of the order, and is not stored twice by us', async () => {
    const { runtime, sent, stored } = room(async () => {});
    await postToRoom(runtime, order, 'hello', '1');
    expect(sent).toEqual([{ source: 'chat', roomId: 'r', entityId: 'e', channelId: 'c' }]);
    expect(await stored()).toEqual([]);
  });

  it('is stored in the room when there is no way to send it, once, and a client without one is not asked again', async () => {
    const { runtime, sent, stored } = room(() =>
      Promise.reject(new Error('No send handler registered for source: chat')),
    );
    await postToRoom(runtime, order, 'hello', '1');
    await postToRoom(runtime, order, 'hello', '1');
    expect(await stored()).toMatchObject([{ content: { text: 'hello', inReplyTo: 'm' } }]);
    expect(sent).toHaveLength(1);
  });

  it('is stored when the client fails this time, and the client is asked again the next time', async () => {
    const { runtime, sent, stored } = room(() => Promise.reject(new Error('offline')));
    await postToRoom(runtime, order, 'one', '1');
    await postToRoom(runtime, order, 'two', '2');
    expect([sent.length, (await stored()).length]).toEqual([2, 2]);
    const { agentId, roomId, entityId } = order;
    await postToRoom(runtime, { agentId, roomId, entityId }, 'three', '3');
    expect([sent.length, (await stored()).length]).toEqual([2, 3]);
  });
});
