import type { Action } from '@elizaos/core';

export const pickAction: Action = {
  name: 'ORCHARD_PICK',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ORCHARD_PICK' }),
};
