import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  evaluators: [
    {
      name: 'LIGHTHOUSE_WEATHER',
      description: 'Notes the weather.',
      examples: [],
      validate: async () => true,
      handler: async () => {
        throw new Error('storm');
      },
    },
  ],
};

export default lighthousePlugin;
