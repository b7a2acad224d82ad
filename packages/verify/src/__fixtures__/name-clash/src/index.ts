import type { Plugin } from '@elizaos/core';

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'Broken on purpose.',
  actions: ['LIGHTHOUSE_SIGNAL', 'LIGHT_HOUSE_SIGNAL'].map((name) => ({
    name,
    description: 'Sends a light signal.',
    validate: async () => true,
    handler: async () => ({ success: true, text: 'signalled', data: { actionName: name } }),
  })),
};

export default lighthousePlugin;
