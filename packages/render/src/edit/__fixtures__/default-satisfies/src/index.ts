import type { Plugin } from '@elizaos/core';
import { tideAction } from './actions/tide.js';
import { harbourProvider } from './providers/harbour.js';

export default {
  name: 'plugin-harbour',
  description: 'Tides and berths',
  actions: [tideAction],
  providers: [harbourProvider],
} satisfies Plugin;
