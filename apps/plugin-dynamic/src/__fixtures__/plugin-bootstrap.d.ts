// The package names declarations that it does not ship.
declare module '@elizaos/plugin-bootstrap' {
  import type { Plugin } from '@elizaos/core';
  const bootstrapPlugin: Plugin;
  export default bootstrapPlugin;
}
