import type { Action } from '@elizaos/core';

export const pruneAction: Action = {
  name: 'ORCHARD_PRUNE',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ORCHARD_PRUNE' }),
};
