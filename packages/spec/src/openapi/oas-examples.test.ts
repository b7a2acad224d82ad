import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { parseSpec } from '../parse-spec.js';
import { specLimits } from '../spec-limits.js';
import { writeSpec } from '../write-spec.js';
import { readOpenApi } from './index.js';

const require = createRequire(import.meta.url);
const root = dirname(require.resolve('@readme/oas-examples/package.json'));
const files = ['2.0', '3.0', '3.1'].flatMap((version) =>
  readdirSync(join(root, version), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:json|ya?ml)$/.test(name))
    .map((name) => join(root, version, name)),
);

/** Documents that hold no operation a client could call. */
const WITHOUT = new Map([
  ['3.0/json/openapi-workshop/title.json', 'PW_OPENAPI_NO_OPERATIONS'],
  ['3.1/json/webhooks.json', 'PW_OPENAPI_WEBHOOKS_ONLY'],
  ['3.1/yaml/webhooks.yaml', 'PW_OPENAPI_WEBHOOKS_ONLY'],
]);

test('every example document of 2.0, 3.0 and 3.1 becomes a valid spec, or says why not', async () => {
  const counts: Record<string, { documents: number; read: number; actions: number }> = {};
  for (const file of files) {
    const name = relative(root, file).replaceAll('\\', '/');
    const version = name.slice(0, 3);
    const count = (counts[version] ??= { documents: 0, read: 0, actions: 0 });
    count.documents++;
    const result = await readOpenApi({ text: readFileSync(file, 'utf8'), source: file });
    const refused = result.ok
      ? undefined
      : result.diagnostics.find(({ severity }) => severity === 'error')?.code;
    expect([name, refused]).toEqual([name, WITHOUT.get(name)]);
    if (!result.ok) continue;
    count.read++;
    count.actions += result.spec.actions.length;
    const { diagnostics } = parseSpec(result.spec);
    expect([name, diagnostics.filter(({ code }) => code !== 'PW_SPEC_URL_PRIVATE')]).toEqual([
      name,
      [],
    ]);
    expect(Buffer.byteLength(writeSpec(result.spec))).toBeLessThanOrEqual(specLimits.bytes);
  }
  expect(counts).toEqual({
    '2.0': { documents: 14, read: 14, actions: expect.any(Number) },
    '3.0': { documents: 91, read: 90, actions: expect.any(Number) },
    '3.1': { documents: 24, read: 22, actions: expect.any(Number) },
  });
}, 180_000);

test('JSON and YAML of the same document give the same actions', async () => {
  for (const name of ['3.0/*/petstore', '3.1/*/petstore', '2.0/*/petstore']) {
    const read = async (kind: string) => {
      const file = join(root, `${name.replace('*', kind)}.${kind}`);
      const result = await readOpenApi({ text: readFileSync(file, 'utf8'), source: file });
      return result.ok ? result.spec.actions : undefined;
    };
    const [json, yaml] = [await read('json'), await read('yaml')];
    expect(json).toBeDefined();
    expect(yaml).toEqual(json);
  }
});
