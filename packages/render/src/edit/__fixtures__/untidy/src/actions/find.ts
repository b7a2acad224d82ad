import type { Action } from '@elizaos/core';

export const findAction: Action = {
  name: 'ATTIC_FIND',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ATTIC_FIND' }),
};
