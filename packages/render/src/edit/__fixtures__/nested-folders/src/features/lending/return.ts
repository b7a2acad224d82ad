import type { Action } from '@elizaos/core';

export const returnAction: Action = {
  name: 'LIBRARY_RETURN',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'LIBRARY_RETURN' }),
};
