import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Without `import`: Vitest gives these to Node as they are, where it would load the wrong half of a package for `require`.
const conditions = ['@plugwright/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/{src,tests}/**/*.test.ts',
      'apps/*/{src,tests}/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/__fixtures__/**'],
    // Half of the tests wait for processes: with one worker for each core a third of the machine is idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Loading the same modules again for each file took a third of the time. A test leaves nothing behind in them.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.gen.ts', '**/__fixtures__/**', '**/index.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
