import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';
import { bundle, harness } from './bundle.js';

export default defineConfig([
  {
    ...library,
    entry: ['src/main.ts', 'src/index.ts'],
    clean: ['**/*', '!harness.js'],
    splitting: true,
    // esbuild leaves out what is unused; a second pass over every chunk only costs time.
    treeshake: false,
    noExternal: [
      /^(?!@plugwright\/catalog$|oxfmt$|ts-morph$|esbuild$|typescript$|@typescript\/|node:)/,
    ],
    external: bundle.external,
    banner: bundle.banner,
    esbuildPlugins: bundle.plugins,
    esbuildOptions: (options) => {
      const { alias, conditions, mainFields, minifySyntax, minifyWhitespace, legalComments } =
        bundle;
      Object.assign(options, {
        alias,
        conditions,
        mainFields,
        minifySyntax,
        minifyWhitespace,
        legalComments,
      });
    },
  },
  {
    ...library,
    entry: { harness: '../../packages/verify/src/harness/main.ts' },
    clean: false,
    splitting: false,
    treeshake: false,
    external: harness.external,
  },
]);
