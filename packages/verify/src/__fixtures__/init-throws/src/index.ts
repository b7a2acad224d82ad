import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  init: async () => {
    throw new Error('no key for the tower');
  },
};

export default lighthousePlugin;
