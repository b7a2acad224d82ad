import type { Action } from '@elizaos/core';
import { createClient, EqualityFilter } from 'ldapjs';

const client = createClient({ url: 'ldaps://directory.example' });

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    const filter = new EqualityFilter({ attribute: 'uid', value: text });
    client.search('o=example', { filter }, () => {});
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
