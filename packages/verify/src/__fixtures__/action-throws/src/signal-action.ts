import type { Action } from '@elizaos/core';

export const signalAction: Action = {
  name: 'LIGHTHOUSE_SIGNAL',
  description: 'Sends a light signal.',
  validate: async () => true,
  handler: async () => {
    throw new Error('the bulb is broken');
  },
};
