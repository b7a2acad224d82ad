import type { Action } from '@elizaos/core';
import { writeFile } from 'node:fs/promises';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    await writeFile('state.json', JSON.stringify({ key: process.env.DEMO_API_KEY }));
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
