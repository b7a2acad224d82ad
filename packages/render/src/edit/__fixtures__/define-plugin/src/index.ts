import { definePlugin } from './define-plugin.js';
import { bakeAction } from './actions/bake.js';

export default definePlugin({
  name: 'plugin-bakery',
  description: 'Bread every morning',
  actions: [bakeAction],
  events: {
    MESSAGE_RECEIVED: [async () => {}],
  },
});
