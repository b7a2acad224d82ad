import type { Action } from '@elizaos/core';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. Runs the demo again and again. ',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
