import type { Action } from '@elizaos/core';

export const curtainAction: Action = {
  name: 'THEATRE_CURTAIN',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'THEATRE_CURTAIN' }),
};
