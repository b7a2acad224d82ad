import type { Action } from '@elizaos/core';

export const waterAction: Action = {
  name: 'GARDEN_WATER',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'GARDEN_WATER' }),
};
