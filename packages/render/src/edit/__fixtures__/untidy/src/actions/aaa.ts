import type { Action } from '@elizaos/core';

export const aaaAction: Action = {
  name: 'ATTIC_AAA',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ATTIC_AAA' }),
};
