import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parseSpec, readDocument, readSpec, writeSpec } from './index.js';
import { pluginSpecJsonSchema } from './schema.js';

const folders = ['./__fixtures__/valid/', '../../../examples/'];
const files = folders.flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url)
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .map((name): [string, URL] => [name, new URL(name, url)])
    .filter(([, file]) => /specVersion/.test(readFileSync(file, 'utf8')));
});
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });
const validate = ajv.compile(pluginSpecJsonSchema());

describe.each(files)('%s', (_name, file) => {
  const text = readFileSync(file, 'utf8');

  test('is accepted without a remark', () => {
    const result = readSpec(text);
    expect(result.diagnostics).toEqual([]);
    expect(result.ok).toBe(true);
  });

  test('is accepted by the JSON Schema too', () => {
    validate(readDocument(text).value);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('is the same after writing and reading, and writing again changes no byte', () => {
    const result = readSpec(text);
    if (!result.ok) throw new Error('not accepted');
    const written = writeSpec(result.spec);
    expect(readSpec(written)).toEqual(result);
    expect(writeSpec(result.spec)).toBe(written);
  });

  test('is itself once its defaults are filled in', () => {
    const result = readSpec(text);
    if (!result.ok) throw new Error('not accepted');
    expect(parseSpec(result.spec)).toEqual(result);
  });
});

const shapeCodes =
  /^PW_SPEC_(?:UNKNOWN_KEY|MISSING|TYPE|CHOICE|TOO_LONG|TOO_SHORT|TOO_FEW|RANGE|PATTERN|KEY_PATTERN)$/;
const invalid = JSON.parse(
  readFileSync(new URL('./__fixtures__/invalid-specs.json', import.meta.url), 'utf8'),
) as Record<string, [code: string, path: string]>;

describe('the JSON Schema', () => {
  test('is draft 2020-12, says what each part is, and is the same every time', () => {
    const schema = pluginSpecJsonSchema() as Record<string, unknown>;
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(JSON.stringify(schema)).toContain('"description"');
    expect(JSON.stringify(pluginSpecJsonSchema())).toBe(JSON.stringify(schema));
  });

  // Some things are checked across fields, which JSON Schema is not asked to do.
  test.each(
    Object.entries(invalid).filter(
      ([name, [code]]) =>
        shapeCodes.test(code) &&
        !/^(?:(?:header-binding|api-key-header)-name|jsonrpc-fixed|feed-without-address)/.test(
          name,
        ),
    ),
  )('refuses %s as well', (name) => {
    const file = new URL(`./__fixtures__/invalid/${name}`, import.meta.url);
    expect(validate(readDocument(readFileSync(file)).value)).toBe(false);
  });
});
