import type { Action } from '@elizaos/core';
import { aimAction } from './aim.js';
import { exposeAction } from './expose.js';

/** In the order in which the agent is told of them. */
export const actions: Action[] = [
  // first aim
  aimAction,
  // then expose
  exposeAction,
];
