import type { Action, HandlerOptions } from '@elizaos/core';

export const signalAction: Action = {
  name: 'LIGHTHOUSE_SIGNAL',
  similes: ['LIGHTHOUSE_FLASH'],
  description: 'Sends a light signal.',
  validate: async (_runtime, message) => Boolean(message.content.text),
  handler: async (_runtime, message, state, options?: HandlerOptions, callback?) => {
    const given = options?.['parameters'] ?? state?.data['actionParams'];
    const word = (given as { word?: string } | undefined)?.word ?? 'hello';
    const text = `Signalled ${word}`;
    await callback?.({ text, ...(message.content.source ? { source: message.content.source } : {}) });
    return { success: true, text, data: { actionName: 'LIGHTHOUSE_SIGNAL' } };
  },
  examples: [],
};
