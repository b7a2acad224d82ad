import type { Action } from '@elizaos/core';

export const debugAction: Action = {
  name: 'DEPOT_DEBUG',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'DEPOT_DEBUG' }),
};
