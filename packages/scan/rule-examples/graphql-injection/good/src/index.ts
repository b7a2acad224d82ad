import type { Action } from '@elizaos/core';
import { GraphQLClient } from 'graphql-request';

const client = new GraphQLClient('https://api.example/graphql');

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    await client.request('query ($name: String!) { user(name: $name) { id } }', { name: text });
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
