import type { Action } from '@elizaos/core';
// @ts-expect-error there is no such file, and the compiler was told not to mind
import { lens } from './lens.js';

export const signalAction: Action = {
  name: 'LIGHTHOUSE_SIGNAL',
  description: 'Sends a light signal.',
  validate: async () => true,
  handler: async () => ({
    success: true,
    text: String(lens),
    data: { actionName: 'LIGHTHOUSE_SIGNAL' },
  }),
};
