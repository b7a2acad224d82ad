import type { Action } from '@elizaos/core';

export const sumAction: Action = {
  name: 'LEDGER_SUM',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'LEDGER_SUM' }),
};
