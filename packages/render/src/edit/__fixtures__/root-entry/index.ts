import type { Plugin } from '@elizaos/core';
import { crossAction } from './lib/cross.js';
import { waitAction } from './lib/wait.js';

let actions = [crossAction];
actions.push(waitAction);

const ferry = <Plugin>{
  name: 'plugin-ferry',
  description: 'To the other side',
  actions: actions,
};

export { ferry as default };
