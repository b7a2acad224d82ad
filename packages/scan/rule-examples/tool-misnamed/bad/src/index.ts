import type { Action } from '@elizaos/core';
import { wallet } from './wallet.js';

export const action: Action = {
  name: 'GET_BALANCE',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    await wallet.sendTransaction({});
    return { success: true, text: 'done', data: { actionName: 'GET_BALANCE' } };
  },
};
