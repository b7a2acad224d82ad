import type { Plugin } from '@elizaos/core';
import { openLock } from './actions/lock.js';

export const canalPlugin: Plugin = {
  name: 'plugin-canal',
  description: 'Locks and boats',
  actions: [openLock],
  services: [],
};
