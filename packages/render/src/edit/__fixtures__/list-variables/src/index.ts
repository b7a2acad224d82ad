import { type Plugin, type Route, logger } from '@elizaos/core';
import { addEntryAction } from './actions/add-entry.js';
import { sumAction } from './actions/sum.js';

const actions = [addEntryAction, sumAction];
const providers: NonNullable<Plugin['providers']> = [];
const routes: Route[] = [
  { type: 'GET', path: '/entries', handler: async (_req, res) => void res.json([]) }
];

const plugin: Plugin = {
  name: 'plugin-ledger',
  description: 'Keeps the books',
  init: async () => {
    logger.info(`ledger: ${actions.length} actions`);
  },
  actions,
  providers,
  routes
};

export { plugin };
export default plugin;
