import { type Plugin } from '@elizaos/core';

export const barePlugin: Plugin = {
  name: 'plugin-bare',
  description: 'Nothing yet',
};
