import { mkdir, symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { helloSpec, timesApi, useWorkspace } from './__fixtures__/workspace.js';
import { readSource } from './read-source.js';
import { specOf } from './spec-of.js';

const workspace = useWorkspace();
const read = (source: string, more: Partial<Parameters<typeof readSource>[0]> = {}) =>
  readSource({ source, host: workspace.host(), ...more });
const codes = (result: Awaited<ReturnType<typeof readSource>>) =>
  result.ok ? [] : result.diagnostics.map((one) => one.code);

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});
async function serve(text: string): Promise<string> {
  server = createServer((_request, response) => response.end(text));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.json`;
}

describe('readSource', () => {
  it('reads a spec from a file, a directory, a file URL and standard input', async () => {
    const path = await workspace.write('plugins/hello/plugwright.yaml', helloSpec);
    for (const source of [
      'plugins/hello/plugwright.yaml',
      'plugins/hello',
      pathToFileURL(path).href,
    ])
      expect(await read(source)).toMatchObject({
        ok: true,
        kind: 'spec',
        spec: { name: 'plugin-hello' },
        operations: [],
      });
    const host = workspace.host({ readStdin: async () => helloSpec });
    expect(await read('-', { host })).toMatchObject({ ok: true, spec: { name: 'plugin-hello' } });
  });

  it('reads an OpenAPI document, with curation', async () => {
    await workspace.write('times.json', JSON.stringify(timesApi));
    const all = await read('times.json');
    expect(all).toMatchObject({ ok: true, kind: 'openapi', spec: { name: 'plugin-times' } });
    expect(all.ok && all.operations.map((one) => one.operationId)).toEqual([
      'listZones',
      'getTime',
    ]);
    const one = await read('times.json', {
      name: 'plugin-clock',
      curation: { operations: ['getTime'] },
    });
    expect(one.ok && one.spec.name).toBe('plugin-clock');
    expect(one.ok && one.spec.actions).toHaveLength(1);
  });

  it('renames a spec, and refuses names that are not allowed', async () => {
    await workspace.write('spec.yaml', helloSpec);
    await workspace.write('times.json', JSON.stringify(timesApi));
    expect(await read('spec.yaml', { name: 'plugin-hi-there' })).toMatchObject({
      spec: { name: 'plugin-hi-there' },
    });
    for (const source of ['spec.yaml', 'times.json']) {
      expect(codes(await read(source, { name: '@elizaos/plugin-x' }))).toEqual([
        'PW_SPEC_NAME_SCOPE',
      ]);
      expect(codes(await read(source, { name: '../plugin-x' }))).toEqual(['PW_SPEC_NAME_INVALID']);
    }
  });

  it('says where a broken document is broken', async () => {
    await workspace.write('broken.yaml', 'openapi: 3.0.0\ninfo:\n  title: "x\n');
    const broken = await read('broken.yaml');
    expect(broken).toMatchObject({
      ok: false,
      loaded: { source: 'broken.yaml' },
      diagnostics: [{ position: { source: 'broken.yaml', line: expect.any(Number) } }],
    });
    await workspace.write('half.json', '{ "a": 1,');
    expect(await read('half.json')).toMatchObject({
      kind: 'unknown',
      diagnostics: [{ code: 'PW_DOCUMENT_SYNTAX', position: { line: 1 } }],
    });
    await workspace.write('spec.yaml', helloSpec.replace('kind: text', 'kind: poem'));
    expect(await read('spec.yaml')).toMatchObject({
      ok: false,
      kind: 'spec',
      diagnostics: [{ position: { source: 'spec.yaml', line: 13 } }],
    });
  });

  it.each([
    ['page.html', '<!DOCTYPE html><title>Docs</title>', 'web page'],
    ['async.yaml', 'asyncapi: 3.0.0\n', 'AsyncAPI'],
    ['postman.json', '{"info":{"schema":"https://schema.getpostman.com/x"}}', 'Postman'],
    ['api.raml', '#%RAML 1.0\ntitle: x\n', 'RAML'],
    ['schema.graphql', 'type Query { a: Int }\n', 'GraphQL'],
    ['notes.txt', 'Some notes: with a colon\n- and a list', 'neither'],
    ['other.yaml', 'a: 1\n', 'neither'],
  ])('recognises %s as something else', async (name, text, what) => {
    await workspace.write(name, text);
    const result = await read(name);
    expect(codes(result)).toEqual(['PW_SOURCE_UNKNOWN_FORMAT']);
    expect(result.ok ? '' : result.diagnostics[0]?.message).toContain(what);
    expect(result.ok ? '' : result.diagnostics[0]?.hint).not.toBe('');
  });

  it('takes an OpenAPI document in any notation', async () => {
    const text = JSON.stringify(timesApi, null, 2);
    await workspace.write('flow.yaml', `# a comment\n${text}`);
    expect(await read('flow.yaml')).toMatchObject({ ok: true, kind: 'openapi' });
  });

  it.each([
    ['', 'PW_SOURCE_MISSING'],
    ['nothing.yaml', 'PW_SOURCE_NOT_FOUND'],
    ['some/where/else', 'PW_SOURCE_NOT_FOUND'],
    ['petstore', 'PW_SOURCE_NOT_FOUND'],
    ['my file.yaml', 'PW_SOURCE_NOT_FOUND'],
    ['x'.repeat(5000), 'PW_SOURCE_NOT_FOUND'],
    ['nul\0.yaml', 'PW_SOURCE_NOT_FOUND'],
    ['ftp://example.com/api.json', 'PW_SOURCE_SCHEME'],
    ['file://elsewhere/%2f', 'PW_SOURCE_SCHEME'],
    ['.', 'PW_SOURCE_NO_SPEC'],
    ['/dev/null', 'PW_SOURCE_NOT_A_FILE'],
  ])('refuses the source %j', async (source, code) => {
    await expect(read(source)).rejects.toMatchObject({ code, hint: expect.stringMatching(/\.$/) });
  });

  it('refuses what is too large before it is read', async () => {
    const files = { ...workspace.host().files };
    await workspace.write('big.yaml', helloSpec);
    const stat = (async () => ({
      isFile: () => true,
      isDirectory: () => false,
      size: 1e9,
    })) as unknown as typeof files.stat;
    await expect(
      read('big.yaml', { host: workspace.host({ files: { ...files, stat } }) }),
    ).rejects.toMatchObject({ code: 'PW_SOURCE_TOO_LARGE' });
  });

  it('tells a file that may not be read from one that is not there', async () => {
    await workspace.write('secret.yaml', helloSpec);
    const { files } = workspace.host();
    const denied = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    for (const broken of [{ readFile: denied }, { stat: denied }])
      await expect(
        read('secret.yaml', {
          host: workspace.host({ files: { ...files, ...broken } as typeof files }),
        }),
      ).rejects.toMatchObject({ code: 'PW_SOURCE_UNREADABLE' });
  });

  it('fetches a URL only when its scheme and its address are allowed', async () => {
    const url = await serve(JSON.stringify(timesApi));
    await expect(read(url)).rejects.toMatchObject({ code: 'PW_FETCH_SCHEME' });
    await expect(read(url, { allowHttp: true })).rejects.toMatchObject({
      code: 'PW_FETCH_PRIVATE',
    });
    expect(await read(url, { allowHttp: true, allowPrivate: true })).toMatchObject({
      ok: true,
      spec: { name: 'plugin-times' },
    });
  });

  it('follows references to files below the document, and no further', async () => {
    const withRef = (ref: string) =>
      JSON.stringify(timesApi).replace(
        '{"type":"array","items":{"type":"string"}}',
        `{"$ref":"${ref}"}`,
      );
    await workspace.write('schemas/zone.yaml', 'type: array\nitems: { type: string }\n');
    await workspace.write('times.json', withRef('schemas/zone.yaml'));
    const inside = await read('times.json');
    expect(inside.ok && Object.values(inside.spec.schemas)).toEqual([
      expect.objectContaining({ type: 'array' }),
    ]);
    await mkdir(workspace.path('other'));
    await workspace.write('outside.yaml', 'type: array\n');
    await symlink(workspace.path('outside.yaml'), workspace.path('other', 'link.yaml'));
    await workspace.write('other/times.json', withRef('link.yaml'));
    const linked = await read('other/times.json');
    expect(linked.diagnostics.map((one) => one.code).join()).toMatch(/PW_OPENAPI/);
  });

  it('stops when it is cancelled', async () => {
    await workspace.write('spec.yaml', helloSpec);
    await expect(read('spec.yaml', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('specOf', () => {
  it('gives the YAML that create would ship', async () => {
    await workspace.write('spec.yaml', helloSpec);
    const result = await specOf({ source: 'spec.yaml', host: workspace.host() });
    expect(result.yaml).toContain('name: plugin-hello\n');
    await workspace.write('bad.yaml', 'specVersion: 2\n');
    expect(await specOf({ source: 'bad.yaml', host: workspace.host() })).not.toHaveProperty('yaml');
  });
});
