import { readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyTree, nodeHost, readSource } from '@plugwright/engine';
import { PlugwrightError } from '@plugwright/errors';
import { checkRelativePath } from '@plugwright/files';
import { pluginDirectoryName, readSpec } from '@plugwright/spec';
import { render } from '@plugwright/render';
import { createWorkspace } from '@plugwright/verify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../src/__fixtures__/run-cli.js';

/*
 * Every place where a path comes in from outside, with the same corpus of attacks. None may be written, and
 * nothing outside may be read.
 */
const root = join(import.meta.dirname, '..', '..', '..');
const attacks = (
  JSON.parse(
    readFileSync(join(root, 'packages/files/src/__fixtures__/path-attacks.json'), 'utf8'),
  ) as [string, string][]
).map(([path]) => path);

let base = '';
let inside = '';
beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-traversal-')));
  inside = join(base, 'a', 'b', 'plugin');
  await fs.mkdir(inside, { recursive: true });
  await fs.writeFile(join(base, 'x'), outside);
  await fs.writeFile(join(base, 'a', 'x'), outside);
  await fs.writeFile(join(base, 'a', 'b', 'x'), outside);
});
afterEach(() => fs.rm(base, { recursive: true, force: true }));

const outside = 'type: string\ndescription: SECRET-OUTSIDE\n';
/** Every path below the base, and what stands in its files. */
const everything = () =>
  readdirSync(base, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path.slice(base.length)} ${entry.isFile() ? readFileSync(path, 'utf8') : ''}`;
    })
    .sort();
const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'no error';
  } catch (error) {
    return PlugwrightError.isInstance(error) ? error.code : String(error);
  }
};

describe('the corpus of path attacks', () => {
  it('has at least 60, all refused by their text', () => {
    expect(new Set(attacks).size).toBeGreaterThanOrEqual(60);
    expect(attacks.filter((path) => checkRelativePath(path) === undefined)).toEqual([]);
  });

  it.each(attacks)(
    '%j is written by nobody: the tree of a plugin, the workspace of the gates',
    async (path) => {
      const before = everything();
      const tree = () =>
        applyTree({
          root: inside,
          files: [
            { path: 'a.ts', text: '' },
            { path, text: 'planted' },
          ],
          host: nodeHost().files,
        });
      expect(await codeOf(tree)).toMatch(/^PW_PATH_/);
      const workspace = createWorkspace({ parent: inside });
      try {
        expect(await codeOf(() => workspace.sync([{ path, text: 'planted' }]))).toMatch(
          /^PW_PATH_/,
        );
      } finally {
        workspace.remove();
      }
      expect(everything()).toEqual(before);
    },
  );

  it.each(attacks)('%j is no name in a spec, or gives harmless file names', async (path) => {
    const spec = (name: string, action: string) =>
      JSON.stringify({
        specVersion: 1,
        name,
        description: 'x',
        actions: [{ name: action, description: 'x', run: { kind: 'text', template: 'x' } }],
        providers: [],
      });
    expect(readSpec(spec('plugin-fine', 'FINE')).ok).toBe(true);
    expect(readSpec(spec(path, 'FINE')).ok).toBe(false);
    // An action may be called CON; its file is not.
    const read = readSpec(spec('plugin-fine', path));
    const files = read.ok ? await render(read.spec) : [];
    expect(files.filter((file) => checkRelativePath(file.path) !== undefined)).toEqual([]);
    // What a directory is called is one plain segment, whatever the name.
    const directory = pluginDirectoryName(path);
    expect(directory).toMatch(/^[\w.-]+$/);
    expect(checkRelativePath(directory)).toBeUndefined();
  });

  it('reads nothing outside through references of an OpenAPI document', async () => {
    const schemas = Object.fromEntries(attacks.map((path, index) => [`S${index}`, { $ref: path }]));
    const properties = Object.fromEntries(
      attacks.map((_, index) => [`p${index}`, { $ref: `#/components/schemas/S${index}` }]),
    );
    const document = {
      openapi: '3.1.0',
      info: { title: 'Hostile', version: '1' },
      servers: [{ url: 'https://api.example.com' }],
      paths: {
        '/x': {
          post: {
            operationId: 'post',
            requestBody: {
              content: { 'application/json': { schema: { type: 'object', properties } } },
            },
            responses: { 200: { description: 'x' } },
          },
        },
      },
      components: { schemas },
    };
    await fs.writeFile(join(inside, 'api.json'), JSON.stringify(document));
    const read: string[] = [];
    const host = nodeHost();
    const files = {
      ...host.files,
      readFile: ((path: string, ...rest: unknown[]) => (
        read.push(path),
        (host.files.readFile as (...args: unknown[]) => unknown)(path, ...rest)
      )) as typeof host.files.readFile,
    };
    const result = await readSource({ source: join(inside, 'api.json'), host: { ...host, files } });
    expect(JSON.stringify(result)).not.toContain('SECRET-OUTSIDE');
    expect(read.filter((path) => !path.startsWith(`${inside}/`))).toEqual([]);
    expect(
      result.diagnostics.filter(({ code }) => code === 'PW_OPENAPI_REF_REFUSED').length,
    ).toBeGreaterThan(20);
  });

  it('reads and writes nothing outside for a hostile manifest in a plugin', async () => {
    const petstore = join(root, 'examples', 'petstore.yaml');
    const create = (...more: string[]) =>
      runCli(
        [
          'create',
          petstore,
          '--operations',
          'getPet',
          '--no-verify',
          '--out',
          'plugin',
          '--json',
          ...more,
        ],
        { cwd: join(base, 'a', 'b') },
      );
    expect((await create()).code).toBe(0);
    const path = join(inside, '.plugwright', 'manifest.json');
    const manifest = JSON.parse(await fs.readFile(path, 'utf8')) as {
      files: Record<string, unknown>;
    };
    for (const attack of attacks)
      manifest.files[attack] = { owner: 'merged', digest: 'sha256:00', base: 'planted' };
    await fs.writeFile(path, JSON.stringify(manifest));
    const outsideBefore = everything().filter((line) => !line.startsWith('/a/b/plugin'));
    const again = await create('--force', '--yes');
    expect(again.stdout + again.stderr).not.toContain('SECRET-OUTSIDE');
    expect(JSON.parse(again.stdout)).toMatchObject({ ok: true });
    expect(everything().filter((line) => !line.startsWith('/a/b/plugin'))).toEqual(outsideBefore);
    const names = readdirSync(inside, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => attacks.includes(name))).toEqual([]);
  });

  it('writes through no link in the directory that --out names', async () => {
    await fs.symlink(join(base, 'a'), join(inside, 'src'));
    const before = everything();
    const run = await runCli(
      ['create', join(root, 'examples', 'petstore.yaml'), '--no-verify', '--yes', '--out', inside],
      { cwd: base },
    );
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/PW_(?:APPLY|PATH)_SYMLINK/);
    expect(everything()).toEqual(before);
  });
});
