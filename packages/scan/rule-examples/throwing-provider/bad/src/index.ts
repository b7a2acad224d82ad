import type { Provider } from '@elizaos/core';

export const provider: Provider = {
  name: 'DEMO',
  get: async (runtime, message, state) => {
    if (!state) throw new Error('no state');
    return { text: 'ready' };
  },
};
