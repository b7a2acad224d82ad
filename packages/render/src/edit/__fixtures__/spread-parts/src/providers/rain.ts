import type { Provider } from '@elizaos/core';

export const rainProvider: Provider = {
  name: 'RAIN',
  get: async () => ({ text: 'RAIN' }),
};
