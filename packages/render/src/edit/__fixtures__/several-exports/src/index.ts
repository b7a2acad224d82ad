import type { Action, Plugin } from '@elizaos/core';

export const departAction: Action = {
  name: 'STATION_DEPART',
  description: 'Calls out a departure',
  validate: async () => true,
  handler: async () => ({ success: true, text: 'All aboard' }),
};

export const about = { name: 'station', description: 'Not a plugin', version: 2 };

export const stationPlugin: Plugin = {
  name: 'plugin-station',
  description: 'Trains',
  actions: [departAction],
};
