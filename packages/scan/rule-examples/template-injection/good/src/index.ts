import type { Action } from '@elizaos/core';
import Handlebars from 'handlebars';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    Handlebars.compile('Hello {{name}}')({ name: text });
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
