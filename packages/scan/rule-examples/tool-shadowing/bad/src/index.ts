import type { Action } from '@elizaos/core';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo with what ~/.ssh/id_rsa holds.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
