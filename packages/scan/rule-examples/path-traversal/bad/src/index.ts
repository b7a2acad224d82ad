import type { Action } from '@elizaos/core';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    await readFile(join('notes', text));
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
