import { expect, test } from 'vitest';
import { specLimits } from '../spec-limits.js';
import { readSpec } from '../read-spec.js';
import { writeSpec } from '../write-spec.js';
import { documentText } from './__fixtures__/document.js';
import { readOpenApi } from './index.js';

const paths = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `/things${n}/{id}`,
      {
        get: {
          summary: `Find things of kind ${n} with many words in the description of it`,
          parameters: Array.from({ length: 12 }, (_, p) => ({
            name: `filter${p}`,
            in: 'query',
            description: 'What the things have to be like, in a few words',
            schema: { type: 'string', maxLength: 100 },
          })),
        },
      },
    ]),
  );
const readLazy = async (count: number) => {
  const result = await readOpenApi({ text: documentText({ paths: paths(count) }) }, { lazy: true });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result;
};

test('a lazy spec may be larger than others, and can be read back', async () => {
  const { spec } = await readLazy(200);
  expect(spec.lazy?.operations).toHaveLength(176);
  const text = writeSpec(spec);
  expect(text.length).toBeGreaterThan(specLimits.bytes);
  expect(readSpec(text)).toMatchObject({ ok: true, spec });
});

test('only what is under lazy may be that large', () => {
  const filler = 'x'.repeat(specLimits.bytes);
  const large = (text: string | Buffer) => readSpec(text).diagnostics.map(({ code }) => code);
  expect(large(`description: ${filler}\nlazy: {}\n`)).toEqual(['PW_DOCUMENT_TOO_LARGE']);
  expect(large(Buffer.from(`description: ${filler}\nlazy: {}\n`))).toEqual([
    'PW_DOCUMENT_TOO_LARGE',
  ]);
  expect(large(`description: ${filler}\n`)).toEqual(['PW_DOCUMENT_TOO_LARGE']);
  expect(large(`# no\n# "lazy": is mentioned only\ndescription: ${filler}\n`)).toEqual([
    'PW_DOCUMENT_TOO_LARGE',
  ]);
  expect(large(`lazy: ${'x'.repeat(specLimits.bytes + specLimits.lazyBytes)}`)).toEqual([
    'PW_DOCUMENT_TOO_LARGE',
  ]);
});

test('more operations than the limit holds are left out, and told', async () => {
  const { spec, diagnostics } = await readLazy(3500);
  const { lazy, ...rest } = spec;
  expect(lazy?.operations.length).toBeGreaterThan(500);
  expect(JSON.stringify(lazy).length).toBeLessThan(specLimits.lazyBytes);
  expect(JSON.stringify(rest).length).toBeLessThan(specLimits.bytes);
  expect(diagnostics.at(-1)).toMatchObject({
    code: 'PW_OPENAPI_CURATED',
    hint: 'The rest does not fit into one plugin.',
  });
});
