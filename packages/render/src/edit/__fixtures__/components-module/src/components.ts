import type { Plugin } from '@elizaos/core';
import { curtainAction } from './actions/curtain.js';

export default {
  actions: [
    curtainAction,
  ],
  providers: [],
  events: {},
} satisfies Partial<Plugin>;
