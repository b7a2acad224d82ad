import type { Action } from '@elizaos/core';

export const blinkAction: Action = {
  name: 'LIGHTHOUSE_BLINK',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'LIGHTHOUSE_BLINK' }),
};
