import type { Plugin } from '@elizaos/core';
import components from './components.js';

const theatrePlugin: Plugin = {
  name: 'plugin-theatre',
  description: 'Tonight on stage',
  actions: components.actions,
  providers: components['providers'],
  events: components.events,
};

export default theatrePlugin;
