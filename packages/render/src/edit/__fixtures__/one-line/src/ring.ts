import type { Action } from '@elizaos/core';

export const ringAction: Action = {
  name: 'BELL_RING',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'BELL_RING' }),
};
