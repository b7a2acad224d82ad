import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  events: {
    MESSAGE_RECEIVED: [
      async () => {
        throw new Error('deaf');
      },
    ],
  },
};

export default lighthousePlugin;
