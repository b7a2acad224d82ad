import type { Plugin } from '@elizaos/core';

export function definePlugin(plugin: Plugin): Plugin {
  return Object.freeze(plugin);
}
