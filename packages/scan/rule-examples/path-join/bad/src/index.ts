import type { Action } from '@elizaos/core';
import { join } from 'node:path';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message) => {
    const place = join('notes', String(message.content.text));
    return { success: true, text: place, data: { actionName: 'DEMO_RUN' } };
  },
};
