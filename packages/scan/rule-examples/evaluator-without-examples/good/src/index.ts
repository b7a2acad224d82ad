import type { Evaluator } from '@elizaos/core';

export const evaluator: Evaluator = {
  name: 'DEMO',
  description: 'Looks.',
  examples: [{ prompt: 'x', messages: [], outcome: 'y' }],
  validate: async () => true,
  handler: async () => undefined,
};
