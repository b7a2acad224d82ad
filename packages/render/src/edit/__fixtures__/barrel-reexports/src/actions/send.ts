import type { Action } from '@elizaos/core';

export const sendAction: Action = {
  name: 'POST_SEND',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'POST_SEND' }),
};
