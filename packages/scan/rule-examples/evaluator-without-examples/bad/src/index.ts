import type { Evaluator } from '@elizaos/core';

export const evaluator: Evaluator = {
  name: 'DEMO',
  description: 'Looks.',
  validate: async () => true,
  handler: async () => undefined,
};
