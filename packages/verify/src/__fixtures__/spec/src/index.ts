import type { HandlerOptions, IAgentRuntime, Plugin } from '@elizaos/core';
import { placePath } from './place-path.js';

const get = async (runtime: IAgentRuntime, path: string): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${runtime.getSetting('TIDE_URL')}${path}`, {
    headers: { 'X-Key': String(runtime.getSetting('TIDE_KEY')) },
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
};

export const tidePlugin: Plugin = {
  name: 'plugin-tide',
  description: 'Tides.',
  actions: [
    {
      name: 'TIDE_GET',
      description: 'Gets the tide of a place.',
      validate: async () => true,
      handler: async (runtime, _message, state, options?: HandlerOptions) => {
        const data = { actionName: 'TIDE_GET' };
        try {
          const given = (options?.['parameters'] ?? state?.data['actionParams'] ?? {}) as { place?: string };
          if (!given.place) return { success: false, text: 'Which place?', data };
          const { height } = await get(runtime, placePath(given.place));
          return { success: true, text: `The tide is ${String(height)} m.`, data };
        } catch (error) {
          return { success: false, text: String(error), data };
        }
      },
    },
  ],
  models: { TEXT_SMALL: async (runtime) => String((await get(runtime, '/say'))['text']) },
};

export default tidePlugin;
