import type { Plugin } from '@elizaos/core';
import { actions } from './actions/index.js';
import { providers } from './providers/index.js';

export const observatoryPlugin: Plugin = {
  name: 'plugin-observatory',
  description: 'What is in the sky',
  actions,
  providers,
};

export default observatoryPlugin;
