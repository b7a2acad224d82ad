import type { Action } from '@elizaos/core';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    if (!message)
      return { success: false, text: 'No message.', data: { actionName: 'DEMO_RUN' } };
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
