import type { Action } from '@elizaos/core';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    if (!message) return { success: false, error: 'no message' };
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
