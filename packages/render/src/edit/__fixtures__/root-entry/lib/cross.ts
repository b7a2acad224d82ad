import type { Action } from '@elizaos/core';

export const crossAction: Action = {
  name: 'FERRY_CROSS',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'FERRY_CROSS' }),
};
