import type { Action } from '@elizaos/core';

export const aimAction: Action = {
  name: 'SKY_AIM',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'SKY_AIM' }),
};
