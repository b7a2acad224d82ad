import type { Action, Plugin } from '@elizaos/core';

import { loadAction } from './actions/load';
import { unloadAction } from './actions/unload';

import { debugAction } from './debug';

const extra: Action[] = process.env.DEPOT_DEBUG ? [debugAction] : [];

export const depotPlugin: Plugin = {
  name: 'plugin-depot',
  description: 'Goods in, goods out',
  config: {
    DEPOT_TOKEN: process.env.DEPOT_TOKEN ?? null,
    DEPOT_DEBUG: process.env.DEPOT_DEBUG ?? null,
  },
  actions: [loadAction, unloadAction, ...extra, ...(process.env.DEPOT_ALL ? [debugAction] : [])],
  priority: 10,
};

export default depotPlugin;
