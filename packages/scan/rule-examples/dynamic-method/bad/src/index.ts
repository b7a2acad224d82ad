import type { Action } from '@elizaos/core';
const table: Record<string, () => void> = { go: () => {} };

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    globalThis[text]();
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
