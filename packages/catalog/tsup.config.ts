import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

// `terms` is an entry of its own for scripts/build-index.mjs; the package does not export it.
export default defineConfig({ ...library, entry: ['src/index.ts', 'src/terms.ts'] });
