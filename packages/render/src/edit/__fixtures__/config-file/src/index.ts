import type { IAgentRuntime, Plugin } from '@elizaos/core';
import { payAction } from './actions/pay.js';
import { loadSettings } from './environment.js';

export const bankPlugin: Plugin = {
  name: 'plugin-bank',
  description: 'Accounts',
  init: async (_config: Record<string, string>, runtime: IAgentRuntime) => {
    loadSettings(runtime);
  },
  actions: [payAction],
};

export default bankPlugin;
