import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  models: {
    TEXT_SMALL: async () => {
      throw new Error('no key');
    },
    TEXT_EMBEDDING: async () => [Number.NaN],
    OBJECT_SMALL: async () => ({ ok: true }),
  },
};

export default lighthousePlugin;
