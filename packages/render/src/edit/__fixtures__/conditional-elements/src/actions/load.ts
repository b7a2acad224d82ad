import type { Action } from '@elizaos/core';

export const loadAction: Action = {
  name: 'DEPOT_LOAD',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'DEPOT_LOAD' }),
};
