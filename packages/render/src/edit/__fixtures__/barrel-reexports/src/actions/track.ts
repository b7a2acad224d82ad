import type { Action } from '@elizaos/core';

export const trackAction: Action = {
  name: 'POST_TRACK',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'POST_TRACK' }),
};
