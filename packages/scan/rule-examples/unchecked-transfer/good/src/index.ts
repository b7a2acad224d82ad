import type { Action } from '@elizaos/core';
import { wallet } from './wallet.js';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    await wallet.sendTransaction({ to: process.env.DEMO_TREASURY });
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
