import type { Action } from '@elizaos/core';
import { writeFile } from 'node:fs/promises';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const answer = await fetch('https://api.test/');
    await writeFile('cache.bin', await answer.text());
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
