import type { Action } from '@elizaos/core';

export const tideAction: Action = {
  name: 'HARBOUR_TIDE',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'HARBOUR_TIDE' }),
};
