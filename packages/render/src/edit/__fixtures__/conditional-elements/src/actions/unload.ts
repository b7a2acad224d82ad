import type { Action } from '@elizaos/core';

export const unloadAction: Action = {
  name: 'DEPOT_UNLOAD',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'DEPOT_UNLOAD' }),
};
