import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  providers: [
    {
      name: 'LIGHTHOUSE_STATUS',
      get: async () => {
        throw new Error('fog');
      },
    },
  ],
};

export default lighthousePlugin;
