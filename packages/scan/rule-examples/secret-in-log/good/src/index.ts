import type { Action } from '@elizaos/core';
import { logger } from '@elizaos/core';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    logger.info(`key set: ${Boolean(runtime.getSetting('DEMO_API_KEY'))}`);
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
