import type { Plugin } from '@elizaos/core';
import { waterAction } from './actions/water.js';
import { weather } from './weather.js';

const identity = { name: 'plugin-garden', description: 'Beds and borders' };
const components = {
  actions: [waterAction],
  evaluators: [],
} satisfies Partial<Plugin>;

export const gardenPlugin: Plugin = {
  ...identity,
  ...components,
  ...weather,
};
