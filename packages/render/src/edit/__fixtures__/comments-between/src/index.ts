#!/usr/bin/env node
// Workshop plugin.

import { type Plugin } from '@elizaos/core'; // types only
/* actions */
import { drillAction } from './actions/drill.js'; // holes
import { sawAction } from './actions/saw.js';
/* end of actions */

export const workshopPlugin: Plugin = {
  name: 'plugin-workshop',
  description: 'Tools', // short
  actions: [
    // the loud ones
    drillAction /* 230 V */,
    sawAction // mind the fingers
    // sandAction comes later
  ],
  providers: [
    // none so far
  ],
  /* services: [], */
};

export default workshopPlugin;
