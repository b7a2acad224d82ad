import type { Plugin } from '@elizaos/core';
import { sendAction, trackAction } from './actions';
import { Courier } from './services';

export * from './actions';

export const postPlugin: Plugin = {
  name: 'plugin-post',
  description: 'Letters and parcels',
  services: [Courier],
  actions: [sendAction, trackAction],
};
