import { readFileSync, truncateSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { add, readAnswers, nodeHost, verify } from '@plugwright/engine';
import { type Diagnostic, PlugwrightError } from '@plugwright/errors';
import { safeJoin } from '@plugwright/files';
import { parseSpec, readDocument, readSpec } from '@plugwright/spec';
import { fetchDocument, readOpenApi } from '@plugwright/spec/openapi';
import { openVault } from '@plugwright/vault';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

/*
 * docs/security/limits.md, row by row: something just beyond the limit comes in, and the error has the code and
 * the figure of the row.
 */
const root = join(import.meta.dirname, '..', '..', '..');
const page = readFileSync(join(root, 'docs', 'security', 'limits.md'), 'utf8');
const MiB = 1024 * 1024;

let cwd = '';
beforeEach(async () => {
  cwd = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-limits-')));
});
afterEach(() => fs.rm(cwd, { recursive: true, force: true }));

type Problem = { code: string; message: string; hint?: string | undefined };
type Found = readonly Diagnostic[] | { diagnostics: readonly Diagnostic[] };

/** A file of that many bytes, which takes no room on the disk. */
async function sparse(name: string, bytes: number): Promise<string> {
  const path = join(cwd, name);
  await fs.writeFile(path, '');
  truncateSync(path, bytes);
  return path;
}

async function served(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const found = await fetchDocument(`http://127.0.0.1:${port}/`, {
      allowHttp: true,
      allowPrivate: true,
    });
    return found.text;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const action = (index: number, template = 'x') => ({
  name: `A_${index}`,
  description: 'x',
  run: { kind: 'text', template },
});
const spec = (more: object) => ({ specVersion: 1, name: 'plugin-x', description: 'x', ...more });
const vault = (name = 'vault') =>
  openVault({
    directory: join(cwd, name),
    keyring: async () => ({ why: '' }),
    passphrase: async () => 'correct horse',
    scryptN: 1024,
  });
const answers = async (text: string) => {
  await fs.writeFile(join(cwd, 'answers.yaml'), text);
  return readAnswers('answers.yaml', nodeHost({ cwd }));
};
const cli = async (argv: string[], stdin?: string) => {
  const run = await runCli([...argv, '--json'], { cwd, ...(stdin === undefined ? {} : { stdin }) });
  const { error, diagnostics } = JSON.parse(run.stdout) as {
    error?: Diagnostic;
    diagnostics: Diagnostic[];
  };
  return [...(error ? [error] : []), ...(diagnostics ?? [])];
};

/** What comes in, its limit as the page says it, the code, the figure in the message, and how to go beyond it. */
const rows: readonly (readonly [string, string, string, string, () => Promise<unknown> | Found])[] =
  [
    [
      'a spec',
      '256 KiB',
      'PW_DOCUMENT_TOO_LARGE',
      '262144',
      () => readSpec(`# ${'x'.repeat(256 * 1024)}`),
    ],
    [
      'operations under `lazy`',
      '4 MiB more',
      'PW_DOCUMENT_TOO_LARGE',
      '4456448',
      () => readSpec(`lazy: ${'x'.repeat(4.3 * MiB)}`),
    ],
    [
      'values in a spec',
      '2,000,000',
      'PW_SPEC_TOO_LARGE',
      '2000000',
      () => parseSpec(Array.from({ length: 2_000_001 }, () => 1)),
    ],
    [
      'nesting of a spec',
      '160',
      'PW_SPEC_TOO_DEEP',
      '160',
      () => parseSpec(JSON.parse(nested(170))),
    ],
    [
      'components of a plugin',
      '64',
      'PW_SPEC_TOO_MANY_COMPONENTS',
      '64',
      () => parseSpec(spec({ actions: Array.from({ length: 65 }, (_, index) => action(index)) })),
    ],
    [
      'a text in a spec',
      '4,000 characters',
      'PW_SPEC_TOO_LONG',
      '4000',
      () => parseSpec(spec({ actions: [action(1, 'x'.repeat(4001))] })),
    ],
    [
      'a document',
      '64 MiB',
      'PW_DOCUMENT_TOO_LARGE',
      '67108864',
      () => readDocument(Buffer.alloc(64 * MiB + 1, 32)),
    ],
    [
      'nesting of a document, JSON',
      '500',
      'PW_DOCUMENT_TOO_DEEP',
      '500',
      () => readDocument(nested(501)),
    ],
    [
      'nesting of a document, YAML',
      '500',
      'PW_DOCUMENT_TOO_DEEP',
      '500',
      () => readDocument(`a: ${nested(501)}`),
    ],
    [
      'values behind one alias of YAML',
      '1,000',
      'PW_DOCUMENT_ALIAS_BOMB',
      '1000',
      () =>
        readDocument(
          `a: &a [${'1,'.repeat(50)}]\n${'bcdefgh'.replaceAll(/./g, (key, at: number) => `${key}: &${key} [${`*${'abcdefg'[at]},`.repeat(20)}]\n`)}`,
        ),
    ],
    ['files of one OpenAPI document', '128', 'PW_OPENAPI_REF_REFUSED', '128', () => manyFiles()],
    [
      'actions from one OpenAPI document',
      '60',
      'PW_CLI_OPTION',
      '60',
      () => cli(['create', join(root, 'examples', 'petstore.yaml'), '--max-actions', '61']),
    ],
    [
      'a source file',
      '64 MiB',
      'PW_SOURCE_TOO_LARGE',
      '64 MiB',
      async () => cli(['create', await sparse('large.yaml', 64 * MiB + 1)]),
    ],
    [
      'standard input',
      '64 MiB',
      'PW_SOURCE_TOO_LARGE',
      '64 MiB',
      () => cli(['create', '-'], 'x'.repeat(64 * MiB + 1)),
    ],
    [
      'a fetched document',
      '64 MiB',
      'PW_FETCH_TOO_LARGE',
      '65536 KiB',
      () =>
        served((_, response) =>
          response.writeHead(200, { 'content-length': 64 * MiB + 1 }).flushHeaders(),
        ),
    ],
    [
      'compression of a fetched document',
      'none, 1:1',
      'PW_FETCH_ENCODING',
      '1:1',
      () =>
        served((_, response) =>
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(MiB))),
        ),
    ],
    [
      'redirects',
      '5',
      'PW_FETCH_REDIRECTS',
      '5',
      () => served((_, response) => response.writeHead(302, { location: '/' }).end()),
    ],
    [
      'a sentence',
      '4,000 characters',
      'PW_TEXT_TOO_LARGE',
      '4000',
      () => cli(['create', `Roll dice ${'and roll dice '.repeat(10_000)}`]),
    ],
    [
      'a file of answers',
      '256 KiB',
      'PW_SOURCE_TOO_LARGE',
      '256 KiB',
      () => answers('x'.repeat(256 * 1024 + 1)),
    ],
    [
      'answers in it',
      '100',
      'PW_SENTENCE_ANSWERS',
      '100',
      () => answers(Array.from({ length: 101 }, (_, index) => `q${index}: x`).join('\n')),
    ],
    [
      'an answer',
      '4,000 characters',
      'PW_SENTENCE_ANSWERS',
      '4000',
      () => answers(`q: ${'x'.repeat(4001)}`),
    ],
    [
      'files in a plugin, for `add`',
      '5,000',
      'PW_ADD_TOO_LARGE',
      '5000',
      async () => {
        for (let index = 0; index <= 5001; index++)
          await fs.writeFile(join(cwd, `${index}.txt`), '');
        return add({ kind: 'action', from: 'x.yaml', directory: cwd, host: nodeHost({ cwd }) });
      },
    ],
    [
      'files of a plugin, for `verify`',
      '32 MiB',
      'PW_VERIFY_TOO_LARGE',
      '33554432',
      async () => {
        await fs.writeFile(join(cwd, 'package.json'), '{}');
        await sparse('large.bin', 32 * MiB + 1);
        return verify({ directory: cwd, host: nodeHost({ cwd }) });
      },
    ],
    [
      'a file that is in the way',
      '16 MiB',
      'PW_APPLY_FAILED',
      '16 MiB',
      async () => {
        await sparse('package.json', 16 * MiB + 1);
        return cli(['create', join(root, 'examples', 'petstore.yaml'), '--out', cwd]);
      },
    ],
    [
      'a path in a plugin',
      '400 characters',
      'PW_PATH_TOO_LONG',
      '400',
      async () => safeJoin(cwd, `${'a/'.repeat(200)}a`),
    ],
    [
      'a part of a path',
      '200 characters',
      'PW_PATH_TOO_LONG',
      '200',
      async () => safeJoin(cwd, 'a'.repeat(201)),
    ],
    [
      'the value of a key',
      '65,536 characters',
      'PW_VAULT_VALUE',
      '65536',
      () => vault().set('A_KEY', 'x'.repeat(65_537)),
    ],
    [
      'a file with a secret',
      '65,536 characters',
      'PW_VAULT_SECRET_FILE',
      '65536',
      async () => cli(['keys', 'set', 'A_KEY', '--from-file', await sparse('secret', 300_000)]),
    ],
    [
      'a passphrase, at least',
      '8 characters',
      'PW_VAULT_PASSPHRASE_WEAK',
      '8',
      async () => {
        await vault().set('A_KEY', 'x');
        return vault().export('1234567');
      },
    ],
    [
      'an export of keys',
      '4 MiB',
      'PW_VAULT_LIMIT',
      '4194304',
      async () => cli(['keys', 'import', await sparse('keys.vault', 4 * MiB + 1)]),
    ],
  ];

async function manyFiles() {
  const refs = Array.from({ length: 140 }, (_, index) => [`S${index}`, { $ref: `f${index}.yaml` }]);
  const properties = Object.fromEntries(refs);
  return readOpenApi(
    {
      text: JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'X', version: '1' },
        servers: [{ url: 'https://x.example' }],
        paths: {
          '/x': {
            post: {
              requestBody: {
                content: { 'application/json': { schema: { type: 'object', properties } } },
              },
              responses: {},
            },
          },
        },
      }),
    },
    { readFile: async () => 'type: string' },
  );
}

async function problemsOf(work: () => Promise<unknown> | Found): Promise<Problem[]> {
  try {
    const found = (await work()) as Found;
    return [...('diagnostics' in found ? found.diagnostics : found)];
  } catch (error) {
    if (PlugwrightError.isInstance(error)) return [error, ...error.diagnostics];
    throw error;
  }
}

describe('the page of limits', () => {
  it.each(rows)('%s: %s, %s', async (what, limit, code, figure, work) => {
    const problems = await problemsOf(work);
    const found = problems.find((one) => one.code === code);
    expect(problems.map((one) => one.code)).toContain(code);
    expect(`${found?.message} ${found?.hint}`).toContain(figure);
    const line = page.split('\n').find((one) => one.startsWith(`| ${what} `));
    expect(line).toContain(` ${limit} `);
    expect(line).toContain(`\`${code}\``);
  });

  it('has no row that is not tested', () => {
    const lines = page.split('\n').filter((line) => /^\| .*`PW_/.test(line));
    expect(lines.map((line) => line.split('|')[1]?.trim())).toEqual(rows.map(([what]) => what));
  });
});
