import type { Action } from '@elizaos/core';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    new RegExp(text).test('abc');
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
