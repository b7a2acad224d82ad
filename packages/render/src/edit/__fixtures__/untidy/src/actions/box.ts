import type { Action } from '@elizaos/core';

export const boxAction: Action = {
  name: 'ATTIC_BOX',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ATTIC_BOX' }),
};
