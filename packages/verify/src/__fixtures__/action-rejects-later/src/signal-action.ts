import type { Action } from '@elizaos/core';

export const signalAction: Action = {
  name: 'LIGHTHOUSE_SIGNAL',
  description: 'Sends a light signal.',
  validate: async () => true,
  handler: async () => {
    setTimeout(() => void Promise.reject(new Error('nobody waits for this')), 1);
    return { success: true, text: 'signalled', data: { actionName: 'LIGHTHOUSE_SIGNAL' } };
  },
};
