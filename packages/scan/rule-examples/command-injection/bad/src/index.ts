import type { Action } from '@elizaos/core';
import { exec, execFile } from 'node:child_process';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    exec(`convert ${text} out.png`);
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
