import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig([
  {
    ...library,
    entry: ['src/index.ts', 'src/evidence/index.ts'],
    clean: ['**/*', '!harness.js', '!recorder.js', '!bench.js'],
    splitting: false,
  },
  {
    ...library,
    // Copied into a workspace, each as one file that imports only what is installed there. Made from sources: of a
    // package that is one file already, all would come along.
    entry: {
      harness: 'src/harness/main.ts',
      recorder: 'src/harness/recorder.ts',
      bench: 'src/harness/bench.ts',
    },
    external: ['@elizaos/core'],
    noExternal: [/^@plugwright\//],
    clean: false,
    splitting: false,
    esbuildOptions: (options) => {
      options.conditions = ['@plugwright/source'];
    },
  },
]);
