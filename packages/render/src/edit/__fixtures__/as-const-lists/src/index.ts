import type { Plugin } from '@elizaos/core';
import { pickAction } from './actions/pick';
import { pruneAction } from './actions/prune';

/** Kept as a tuple: other modules read the names at compile time. */
export const actions = [
  pickAction,
  pruneAction, // only in winter
] as const;

const providers = [] as const;

export const orchardPlugin: Plugin = {
  name: 'plugin-orchard',
  description: 'Apples and pears',
  actions: [...actions],
  providers: [...providers],
};
