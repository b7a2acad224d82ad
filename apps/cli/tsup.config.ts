import { defineConfig, type Options } from 'tsup';
import { library as base } from '../../tsup.base.js';
import { command, harness, library, program } from './bundle.js';

/** Everything is said by `bundle.ts`, which the tests build from too. */
const shared: Options = { ...base, splitting: false, treeshake: false, clean: false };

export default defineConfig([
  {
    ...shared,
    entry: { program: 'src/cli.ts' },
    format: 'cjs',
    clean: ['**/*', '!harness.js', '!recorder.js', '!bench.js', '!index.js', '!main.cjs'],
    noExternal: [
      /^(?!@napi-rs\/|@plugwright\/catalog$|@plugwright\/scan(?:$|\/)|ts-morph$|esbuild$|typescript$|@typescript\/|bullmq$|ioredis$|pg$|node:)/,
    ],
    external: program.external,
    banner: program.banner,
    define: program.define,
    esbuildPlugins: program.plugins,
    esbuildOptions: (options) => {
      const { alias, charset, conditions, legalComments, mainFields } = program;
      const { minifySyntax, minifyWhitespace, minifyIdentifiers } = program;
      Object.assign(options, { alias, charset, conditions, legalComments, mainFields });
      Object.assign(options, { minifySyntax, minifyWhitespace, minifyIdentifiers });
    },
  },
  {
    ...shared,
    entry: ['src/main.ts'],
    format: 'cjs',
    noExternal: [/^@plugwright\//],
    esbuildOptions: (options) => Object.assign(options, { conditions: command.conditions }),
  },
  { ...shared, entry: ['src/index.ts'], esbuildPlugins: library.plugins },
  {
    ...shared,
    entry: harness.entryPoints,
    external: harness.external,
    noExternal: [/^@plugwright\//],
    treeshake: true,
    esbuildOptions: (options) => {
      options.conditions = harness.conditions;
    },
  },
]);
