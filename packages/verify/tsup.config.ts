import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig({
  ...library,
  // The harness is copied into a workspace as one file, and imports only what is installed there.
  entry: { index: 'src/index.ts', harness: 'src/harness/main.ts' },
  external: ['@elizaos/core'],
  splitting: false,
});
