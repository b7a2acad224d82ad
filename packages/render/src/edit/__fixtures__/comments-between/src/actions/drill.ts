import type { Action } from '@elizaos/core';

export const drillAction: Action = {
  name: 'WORKSHOP_DRILL',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'WORKSHOP_DRILL' }),
};
