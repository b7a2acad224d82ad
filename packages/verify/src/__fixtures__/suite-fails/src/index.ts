import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  tests: [
    {
      name: 'lighthouse',
      tests: [
        {
          name: 'the lamp is on',
          fn: () => {
            throw new Error('it is off');
          },
        },
      ],
    },
  ],
};

export default lighthousePlugin;
