import { EventType, ModelType, type Plugin } from '@elizaos/core';
import { loadConfig } from './config.js';
import { LampService } from './lamp-service.js';
import { signalAction } from './signal-action.js';

export const seen: string[] = [];

export const lighthousePlugin: Plugin = {
  name: 'plugin-lighthouse',
  description: 'One of everything, written by hand.',
  init: async (_config, runtime) => {
    runtime.registerEvent('LIGHTHOUSE_FOG', async () => void seen.push('fog'));
    runtime.registerTaskWorker({
      name: 'LIGHTHOUSE_CLEAN',
      execute: async () => void seen.push('cleaned'),
    });
  },
  services: [LampService],
  actions: [signalAction],
  providers: [
    {
      name: 'LIGHTHOUSE_STATUS',
      get: async (runtime) => ({
        text: `${loadConfig(runtime).LIGHTHOUSE_NAME} has blinked`,
        values: { blinks: runtime.getService<LampService>('lamp')?.blinks ?? 0 },
      }),
    },
  ],
  evaluators: [
    {
      name: 'LIGHTHOUSE_WEATHER',
      description: 'Notes the weather.',
      alwaysRun: true,
      examples: [],
      validate: async () => true,
      handler: async () => ({ success: true, text: 'noted' }),
    },
  ],
  routes: [
    {
      type: 'GET',
      path: '/status/:id',
      handler: async (request, response) => {
        response.status(200).json({ id: request.params?.['id'] });
      },
    },
  ],
  events: { [EventType.MESSAGE_RECEIVED]: [async () => void seen.push('message')] },
  models: { [ModelType.TEXT_SMALL]: async () => 'blink' },
  tests: [
    {
      name: 'lighthouse',
      tests: [
        {
          name: 'the lamp is on',
          fn: (runtime) => {
            if (!runtime.getService('lamp')) throw new Error('no lamp');
          },
        },
      ],
    },
  ],
};

export default lighthousePlugin;
