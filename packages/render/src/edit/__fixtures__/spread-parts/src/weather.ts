import type { Plugin } from '@elizaos/core';
import { rainProvider } from './providers/rain.js';

export const weather: Pick<Plugin, 'providers'> = {
  providers: [rainProvider],
};
