import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { EventType } from '@elizaos/core';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';
import { payloadOf } from './event-payload.js';

const bare = () => specOnlyWith('events');

describe('events', () => {
  let agent: Agent | undefined;
  afterEach(async () => agent?.stop());

  it('of ElizaOS stand in plugin.events, own ones are registered when the plugin starts', async () => {
    const disk = await pluginOnDisk(bare(), 'event');
    const plugin = await disk.plugin();
    agent = await startAgent([plugin]);
    expect(Object.keys(plugin.events ?? {}).sort()).toEqual(['MESSAGE_RECEIVED', 'RUN_ENDED']);
    expect(agent.runtime.getEvent('EVERY_PRICE_CHANGED')).toHaveLength(1);
    expect(disk.text('src/events/run-ended.ts')).toContain('payload: RunEventPayload');
  });

  it('are logged without their payload', async () => {
    const disk = await pluginOnDisk(bare(), 'event-log');
    agent = await startAgent([await disk.plugin()]);
    const { runtime, message } = agent;
    const debug = vi.spyOn(runtime.logger, 'debug');
    await runtime.emitEvent(EventType.MESSAGE_RECEIVED, {
      runtime,
      source: 'test',
      message: message({ text: 'my password is 1234' }),
    });
    expect(debug.mock.calls).toEqual([
      [{ src: 'plugin-every-kind', event: 'MESSAGE_RECEIVED', source: 'test' }, 'A message came.'],
    ]);
  });

  it('reach a body that a person wrote; one that throws fails nobody', async () => {
    const disk = await pluginOnDisk(bare(), 'event-broken', {
      'src/handlers/every-price-changed.event.ts': `
        export const seen: unknown[] = [];
        export async function handle(payload: { source: string }): Promise<void> {
          seen.push(payload.source);
          throw new Error('broken on purpose');
        }`,
    });
    agent = await startAgent([await disk.plugin()]);
    const { runtime } = agent;
    await expect(
      runtime.emitEvent('EVERY_PRICE_CHANGED', { runtime, source: 'test' }),
    ).resolves.toBeUndefined();
    const { seen } = await disk.load<{ seen: unknown[] }>(
      'src/handlers/every-price-changed.event.ts',
    );
    expect(seen).toEqual(['test']);
  });

  it('say that their body is not written yet', async () => {
    const disk = await pluginOnDisk(bare(), 'event-fresh');
    agent = await startAgent([await disk.plugin()]);
    const { runtime } = agent;
    const warn = vi.spyOn(runtime.logger, 'warn');
    await runtime.emitEvent('EVERY_PRICE_CHANGED', { runtime, source: 'test' });
    expect(warn.mock.calls.at(-1)?.[1]).toBe(
      'EVERY_PRICE_CHANGED is not written yet: its body goes into src/handlers/every-price-changed.event.ts.',
    );
  });

  it('have the payload types of the target', () => {
    const known = Object.values(EventType).filter((type) => payloadOf(type) !== undefined);
    // The two that core emits without a payload type of their own.
    expect(Object.values(EventType).filter((type) => !known.includes(type))).toEqual([
      'ROOM_JOINED',
      'ROOM_LEFT',
    ]);
    expect(payloadOf('constructor')).toBeUndefined();
  });
});
