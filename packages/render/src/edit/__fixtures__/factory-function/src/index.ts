import type { Plugin } from '@elizaos/core';
import { blinkAction } from './actions/blink.js';

function createPlugin(): Plugin {
  const actions = [blinkAction];
  if (process.env.LIGHTHOUSE_QUIET) {
    console.error('quiet');
  }
  return {
    name: 'plugin-lighthouse',
    description: 'A light at sea',
    actions,
  };
}

export const lighthousePlugin = createPlugin();
export default lighthousePlugin;
