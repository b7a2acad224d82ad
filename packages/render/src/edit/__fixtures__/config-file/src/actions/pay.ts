import type { Action } from '@elizaos/core';

export const payAction: Action = {
  name: 'BANK_PAY',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'BANK_PAY' }),
};
