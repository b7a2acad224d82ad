import type { Provider } from '@elizaos/core';

export const harbourProvider: Provider = {
  name: 'HARBOUR',
  get: async () => ({ text: 'HARBOUR' }),
};
