import type { Provider } from '@elizaos/core';

export const skyProvider: Provider = {
  name: 'SKY',
  get: async () => ({ text: 'SKY' }),
};
