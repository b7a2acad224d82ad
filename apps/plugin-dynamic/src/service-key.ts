/** The key of the service in a runtime: `runtime.getService(PLUGIN_CREATION)`. */
export const PLUGIN_CREATION = 'plugin_creation' as const;

declare module '@elizaos/core' {
  interface ServiceTypeRegistry {
    PLUGIN_CREATION: typeof PLUGIN_CREATION;
  }
}
