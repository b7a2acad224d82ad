export { dynamicPlugin } from './plugin.js';
export { type OrderedJob, PluginCreationService } from './plugin-creation-service.js';
export { PLUGIN_CREATION } from './service-key.js';
export { dynamicPlugin as default } from './plugin.js';
