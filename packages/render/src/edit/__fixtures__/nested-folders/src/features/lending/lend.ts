import type { Action } from '@elizaos/core';

export const lendAction: Action = {
  name: 'LIBRARY_LEND',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'LIBRARY_LEND' }),
};
