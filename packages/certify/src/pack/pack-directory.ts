import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlugwrightError } from '@plugwright/errors';
import { checkRelativePath } from '@plugwright/files';
import { digestOf } from '../digest.js';
import { type PackedFile, tarOf } from './tar.js';
import { gzip } from './gzip.js';
import { unpackedLimit } from './untar.js';

/** A package, packed. */
export interface Tarball {
  /** `plugin-weather-1.2.0.tgz`, as npm names it. */
  file: string;
  bytes: Uint8Array;
  sha256: string;
  /** Path in the package → SHA-256. */
  files: Record<string, string>;
}

/**
 * Packs a directory as `npm publish` would choose its files (`files`, `.npmignore`, `.gitignore`), without running any
 * script, to bytes that depend on nothing but the files: not on time, user, directory, umask, Node.js or its zlib.
 *
 * @throws PlugwrightError `PW_CERTIFY_NO_PACKAGE`, `PW_CERTIFY_TOO_LARGE`, `PW_PATH_*`
 */
export async function packDirectory(directory: string): Promise<Tarball> {
  const manifest = await readManifest(directory);
  const { default: packlist } = await import('npm-packlist');
  const paths = await packlist({
    path: directory,
    package: manifest as never,
    isProjectRoot: true,
    // Bundled dependencies would have to be installed first; a plugin that has some is packed without.
    edgesOut: new Map(),
  } as never);
  const programs = new Set(binPaths(manifest));
  const files: Record<string, PackedFile> = {};
  let total = 0;
  for (const path of paths) {
    const wrong = checkRelativePath(path);
    if (wrong) throw new PlugwrightError(wrong);
    const at = join(directory, path);
    // oxlint-disable-next-line no-await-in-loop
    const { size } = await lstat(at);
    total += size;
    if (total > unpackedLimit)
      throw new PlugwrightError({
        code: 'PW_CERTIFY_TOO_LARGE',
        message: `The package would hold more than ${unpackedLimit / 1024 / 1024} MB.`,
        hint: 'Name what belongs into it under "files" in package.json.',
      });
    // oxlint-disable-next-line no-await-in-loop
    files[path] = { bytes: await readFile(at), executable: programs.has(path) };
  }
  return packFiles(files, manifest);
}

/** The same for files in memory. */
export function packFiles(
  files: Readonly<Record<string, PackedFile>>,
  { name, version }: { name: string; version: string },
): Tarball {
  const bytes = gzip(tarOf(files));
  return {
    file: `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`,
    bytes,
    sha256: digestOf(bytes),
    files: Object.fromEntries(
      Object.entries(files)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, one]) => [path, digestOf(one.bytes)]),
    ),
  };
}

interface Manifest {
  name: string;
  version: string;
  bin?: unknown;
  [field: string]: unknown;
}

async function readManifest(directory: string): Promise<Manifest> {
  return manifestIn(
    await readFile(join(directory, 'package.json'), 'utf8').catch(() => undefined),
    directory,
  );
}

const named = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * A `package.json` with a name and a version that may stand in a file name.
 *
 * @throws PlugwrightError `PW_CERTIFY_NO_PACKAGE`
 */
export function manifestIn(text: string | undefined, where: string): Manifest {
  const refuse = (message: string) =>
    new PlugwrightError({
      code: 'PW_CERTIFY_NO_PACKAGE',
      message,
      hint: 'Give the directory or the tarball of a plugin, with name and version in its package.json.',
    });
  if (text === undefined) throw refuse(`There is no package.json in ${where}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse(`package.json in ${where} is not JSON.`);
  }
  const { name, version } = (value ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.length > 214 || !named.test(name))
    throw refuse(`package.json in ${where} has no name that npm takes.`);
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+[0-9A-Za-z.+-]{0,100}$/.test(version))
    throw refuse(`package.json in ${where} has no semantic version.`);
  return value as Manifest;
}

const binPaths = ({ bin }: Manifest): string[] =>
  (typeof bin === 'string' ? [bin] : Object.values((bin ?? {}) as Record<string, unknown>))
    .filter((path) => typeof path === 'string')
    .map((path) => path.replace(/^\.\//, ''));
