import type { Action } from '@elizaos/core';

export const signalAction: Action = {
  name: 'LIGHTHOUSE_SIGNAL',
  description: 42,
  validate: async () => true,
  handler: async () => ({ success: true, text: 'signalled', data: { actionName: 'LIGHTHOUSE_SIGNAL' } }),
};
