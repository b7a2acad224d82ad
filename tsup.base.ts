import type { Options } from 'tsup';

/** What every package shares: ESM for Node 20.19 and later. Declarations come from the native compiler (see tsconfig.build.json). */
export const library: Options = {
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node20',
  platform: 'node',
  dts: false,
  sourcemap: false,
  clean: true,
  treeshake: true,
  esbuildOptions: (options) => {
    // Packages import each other's dist at run time, never their source.
    options.conditions = ['import', 'node'];
  },
};
