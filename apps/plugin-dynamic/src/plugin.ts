import type { Plugin } from '@elizaos/core';
import { answerPlugin } from './actions/answer-plugin.js';
import { cancelPlugin } from './actions/cancel-plugin.js';
import { checkPlugin } from './actions/check-plugin.js';
import { createPlugin } from './actions/create-plugin.js';
import { listPlugins } from './actions/list-plugins.js';
import { PluginCreationService } from './plugin-creation-service.js';
import { activeJobs } from './providers/active-jobs.js';
import { capabilities } from './providers/capabilities.js';

/** Lets an agent make plugins for the people it talks to. */
export const dynamicPlugin: Plugin = {
  name: 'plugin-dynamic',
  description: 'Makes ElizaOS plugins in chat: order, answer questions, get a checked plugin.',
  services: [PluginCreationService],
  actions: [createPlugin, answerPlugin, checkPlugin, cancelPlugin, listPlugins],
  providers: [activeJobs, capabilities],
};
