import type { Action } from '@elizaos/core';
import libxmljs from 'libxmljs';
import { XMLParser } from 'fast-xml-parser';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    libxmljs.parseXml(text, { noent: true });
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
