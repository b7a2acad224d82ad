import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  init: async (_config, runtime) => {
    runtime.registerTaskWorker({
      name: 'LIGHTHOUSE_CLEAN',
      execute: async () => {
        throw new Error('no brush');
      },
    });
  },
};

export default lighthousePlugin;
