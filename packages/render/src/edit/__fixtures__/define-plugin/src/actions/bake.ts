import type { Action } from '@elizaos/core';

export const bakeAction: Action = {
  name: 'BAKE',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'BAKE' }),
};
