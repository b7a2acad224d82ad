import type { Action } from '@elizaos/core';

export const openLock: Action = {
  name: 'CANAL_LOCK',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'CANAL_LOCK' }),
};
