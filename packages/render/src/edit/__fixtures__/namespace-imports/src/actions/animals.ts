import type { Action } from '@elizaos/core';

export const feedAction: Action = {
  name: 'ZOO_FEED',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ZOO_FEED' }),
};

export const washAction: Action = {
  name: 'ZOO_WASH',
  description: 'Answers with its own name.',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'ZOO_WASH' }),
};
