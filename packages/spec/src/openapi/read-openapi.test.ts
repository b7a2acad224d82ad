import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { parseSpec } from '../parse-spec.js';
import { readOpenApi } from './index.js';

const require = createRequire(import.meta.url);
const petstore = require.resolve('@readme/oas-examples/3.0/json/petstore.json');

test('a petstore becomes a spec that passes its own check', async () => {
  const result = await readOpenApi({ text: readFileSync(petstore, 'utf8'), source: petstore });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(parseSpec(result.spec)).toMatchObject({ ok: true, diagnostics: [] });
  expect(result.spec.name).toBe('plugin-swagger-petstore');
  expect(result.spec.actions).toHaveLength(20);
  expect(result.spec.provenance).toMatchObject({
    kind: 'openapi',
    document: 'petstore.json',
    operations: 20,
  });
});
