import type { Action } from '@elizaos/core';

export const addEntryAction: Action = {
  name: 'LEDGER_ADD',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'LEDGER_ADD' }),
};
