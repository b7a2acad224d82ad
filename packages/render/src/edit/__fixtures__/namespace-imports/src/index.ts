import type { Plugin } from '@elizaos/core';
import * as animals from './actions/animals.js';
import * as lists from './lists.js';

export const zooPlugin: Plugin = {
  name: 'plugin-zoo',
  description: 'Feeding times',
  actions: [animals.feedAction, animals.washAction],
  providers: lists.providers,
  evaluators: lists.more.evaluators,
};
