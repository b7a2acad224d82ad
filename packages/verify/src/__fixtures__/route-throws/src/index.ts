import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  routes: [
    {
      type: 'POST',
      path: '/signal',
      handler: async () => {
        throw new Error('no road');
      },
    },
    { type: 'GET', path: '/silent', handler: async () => {} },
  ],
};

export default lighthousePlugin;
