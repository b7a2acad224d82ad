import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What each package may import of the others (docs/architecture.md). Apps import the engine and what it re-exports, never each other. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/errors': [],
  'packages/files': ['@plugwright/errors'],
  'packages/safe-fetch': ['@plugwright/errors'],
  'packages/jobs': ['@plugwright/errors', '@plugwright/files', '@plugwright/safe-fetch'],
  'packages/spec': ['@plugwright/errors', '@plugwright/files', '@plugwright/safe-fetch'],
  'packages/sandbox': ['@plugwright/errors', '@plugwright/files'],
  'packages/vault': ['@plugwright/errors', '@plugwright/files'],
  'packages/catalog': ['@plugwright/errors', '@plugwright/spec'],
  'packages/render': ['@plugwright/errors', '@plugwright/files', '@plugwright/spec'],
  'packages/verify': [
    '@plugwright/errors',
    '@plugwright/files',
    '@plugwright/sandbox',
    '@plugwright/spec',
    '@plugwright/vault',
  ],
  'packages/scan': [
    '@plugwright/errors',
    '@plugwright/files',
    '@plugwright/safe-fetch',
    '@plugwright/sandbox',
    '@plugwright/spec',
  ],
  'packages/engine': [
    '@plugwright/errors',
    '@plugwright/files',
    '@plugwright/jobs',
    '@plugwright/spec',
    '@plugwright/catalog',
    '@plugwright/render',
    '@plugwright/sandbox',
    '@plugwright/verify',
    '@plugwright/scan',
    '@plugwright/vault',
  ],
  'apps/cli': [
    '@plugwright/errors',
    '@plugwright/files',
    '@plugwright/catalog',
    '@plugwright/engine',
    '@plugwright/spec',
    '@plugwright/render',
    '@plugwright/verify',
    '@plugwright/scan',
    '@plugwright/vault',
  ],
  'apps/plugin-dynamic': [
    '@plugwright/errors',
    '@plugwright/engine',
    '@plugwright/files',
    '@plugwright/spec',
  ],
};

const folders = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => statSync(join(root, folder)).isDirectory()),
);
const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string;
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
  };
const own = new Set(folders.map((folder) => manifest(folder).name));

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === '__fixtures__' ? [] : sources(path);
    return entry.name.endsWith('.ts') && !/\.(?:test|gen)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/** The packages that a source text imports: static, dynamic and type-only imports, re-exports, `require`. */
function importsOf(text: string): string[] {
  const found = text.matchAll(
    /(?:\bfrom\s*|\bimport\s*|\bimport\s*\(\s*|\brequire\s*\(\s*)(['"])(?<name>[^'"\n]+)\1/g,
  );
  return [...found].map((match) => match.groups?.name ?? '');
}
const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

describe('the direction of imports', () => {
  it('is written down for every package', () => {
    expect(folders.toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
  });

  it.each(Object.entries(ALLOWED))('holds in the manifest of %s', (folder, allowed) => {
    const { dependencies, peerDependencies, optionalDependencies } = manifest(folder);
    const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
    expect(names.filter((name) => own.has(name) && !allowed.includes(name))).toEqual([]);
  });

  it.each(Object.entries(ALLOWED))('holds in the sources of %s', (folder, allowed) => {
    const wrong = sources(`${folder}/src`).flatMap((path) =>
      importsOf(readFileSync(join(root, path), 'utf8'))
        .filter((name) => own.has(packageOf(name)) && !allowed.includes(packageOf(name)))
        .map((name) => `${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('never leaves a package by a relative path', () => {
    const wrong = folders.flatMap((folder) =>
      sources(`${folder}/src`).flatMap((path) =>
        importsOf(readFileSync(join(root, path), 'utf8'))
          .filter((name) => name.startsWith('.'))
          .map((name) => join(path, '..', name))
          .filter((target) => !target.startsWith(join(folder, 'src')))
          .filter((target) => target !== join(folder, 'package.json'))
          .map((name) => `${path} imports ${name}`),
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('lets every package import only what its manifest names', () => {
    const builtin = /^node:/;
    // The boot harness runs beside a plugin, with the plugin's own copy of the runtime.
    const beside = (path: string, name: string) =>
      path.startsWith('packages/verify/src/harness/') && name === '@elizaos/core';
    const wrong = folders.flatMap((folder) => {
      const { name: self, dependencies, peerDependencies } = manifest(folder);
      const known = new Set([self, ...Object.keys({ ...dependencies, ...peerDependencies })]);
      return sources(`${folder}/src`).flatMap((path) =>
        importsOf(readFileSync(join(root, path), 'utf8'))
          .filter((name) => /^[@a-z]/.test(name) && !builtin.test(name))
          .filter((name) => !known.has(packageOf(name)) && !beside(path, name))
          .map((name) => `${path} imports ${name}`),
      );
    });
    expect(wrong).toEqual([]);
  });
});
