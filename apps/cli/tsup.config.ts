import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';
import { bundle } from './bundle.js';

export default defineConfig({
  ...library,
  entry: ['src/main.ts', 'src/index.ts'],
  splitting: true,
  noExternal: [/^(?!@plugwright\/verify|oxfmt|ts-morph|esbuild|typescript|@typescript\/|node:).*/],
  external: bundle.external,
  banner: bundle.banner,
  esbuildOptions: (options) => {
    Object.assign(options, {
      conditions: bundle.conditions,
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
    });
  },
});
