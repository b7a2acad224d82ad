import { defineConfig, type Options } from 'tsup';
import { library } from '../../tsup.base.js';
import { entries, harness, program } from './bundle.js';

/** Everything is said by `bundle.ts`, which the tests build from too. */
const shared: Options = { ...library, splitting: false, treeshake: false, clean: false };

export default defineConfig([
  {
    ...shared,
    entry: { program: 'src/cli.ts' },
    format: 'cjs',
    clean: ['**/*', '!harness.js', '!index.js', '!main.js'],
    noExternal: [
      /^(?!@plugwright\/catalog$|@plugwright\/scan$|oxfmt$|ts-morph$|esbuild$|typescript$|@typescript\/|node:)/,
    ],
    external: program.external,
    banner: program.banner,
    define: program.define,
    esbuildPlugins: program.plugins,
    esbuildOptions: (options) => {
      const { alias, conditions, mainFields, minifySyntax, minifyWhitespace, legalComments } =
        program;
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
  { ...shared, entry: ['src/main.ts', 'src/index.ts'], esbuildPlugins: entries.plugins },
  {
    ...shared,
    entry: { harness: '../../packages/verify/src/harness/main.ts' },
    external: harness.external,
  },
]);
