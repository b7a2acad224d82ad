import type { Action } from '@elizaos/core';

export const sawAction: Action = {
  name: 'WORKSHOP_SAW',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'WORKSHOP_SAW' }),
};
