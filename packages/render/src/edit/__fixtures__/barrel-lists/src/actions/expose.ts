import type { Action } from '@elizaos/core';

export const exposeAction: Action = {
  name: 'SKY_EXPOSE',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'SKY_EXPOSE' }),
};
