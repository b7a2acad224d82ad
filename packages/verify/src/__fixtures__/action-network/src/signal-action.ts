import type { Action } from '@elizaos/core';

export const signalAction: Action = {
  name: 'LIGHTHOUSE_SIGNAL',
  description: 'Sends a light signal.',
  validate: async () => true,
  handler: async () => {
    const answer = await fetch('https://lighthouse.example/signal?key=1');
    return { success: true, text: await answer.text(), data: { actionName: 'LIGHTHOUSE_SIGNAL' } };
  },
};
