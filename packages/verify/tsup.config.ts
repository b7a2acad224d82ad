import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig([
  { ...library, entry: ['src/index.ts'] },
  {
    // One self-contained file: it is copied beside the plugin that it boots.
    ...library,
    entry: { harness: 'src/harness/main.ts' },
    external: ['@elizaos/core'],
    noExternal: [/^(?!@elizaos\/core$)/],
    splitting: false,
    clean: false,
  },
]);
