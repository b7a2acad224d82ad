import type { Action } from '@elizaos/core';

export const waitAction: Action = {
  name: 'FERRY_WAIT',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'FERRY_WAIT' }),
};
