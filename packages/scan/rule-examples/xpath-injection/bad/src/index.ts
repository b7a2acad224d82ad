import type { Action } from '@elizaos/core';
import xpath from 'xpath';
import { xml } from './xml.js';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    xpath.select(`//user[name='${text}']`, xml);
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
