import { defineConfig } from 'tsup';
import { library } from '../../tsup.base.js';

export default defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/openapi/index.ts', 'src/schema.ts', 'src/text/index.ts'],
});
