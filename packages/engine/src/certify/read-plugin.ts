import { manifestIn, unpackTarball, type UnpackedTarball } from '@plugwright/certify';
import { PlugwrightError } from '@plugwright/errors';
import type { SourceFile } from '@plugwright/verify';
import { join } from 'node:path';
import type { Host } from '../host.js';

/** Bytes of a tarball. */
const tarballLimit = 128 * 1024 * 1024;

/** A plugin to certify or to check, before anything is known about it. */
export type GivenPlugin =
  | { kind: 'directory'; path: string; manifest: ReturnType<typeof manifestIn> }
  | {
      kind: 'tarball';
      path: string;
      manifest: ReturnType<typeof manifestIn>;
      bytes: Uint8Array;
      unpacked: UnpackedTarball;
    };

/**
 * Looks at what is at a path, without running anything.
 *
 * @throws PlugwrightError `PW_CERTIFY_NOT_FOUND`, `PW_CERTIFY_NO_PACKAGE`, `PW_CERTIFY_TARBALL`.
 */
export async function readPlugin(path: string, host: Host): Promise<GivenPlugin> {
  const found = await host.files.stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const text = await host.files
      .readFile(join(path, 'package.json'), 'utf8')
      .catch(() => undefined);
    return { kind: 'directory', path, manifest: manifestIn(text, path) };
  }
  if (!found?.isFile())
    throw new PlugwrightError({
      code: 'PW_CERTIFY_NOT_FOUND',
      message: `There is neither a directory nor a tarball at ${path}.`,
      hint: 'Give the directory of a plugin, or its .tgz.',
    });
  if (found.size > tarballLimit)
    throw new PlugwrightError({
      code: 'PW_CERTIFY_TARBALL',
      message: `${path} has more than ${tarballLimit / 1024 / 1024} MB.`,
      hint: 'A plugin is small; do not install this one.',
    });
  const bytes = await host.files.readFile(path);
  const unpacked = unpackTarball(bytes);
  const own = unpacked.files.get('package.json');
  const manifest = manifestIn(own && Buffer.from(own).toString('utf8'), path);
  return { kind: 'tarball', path, manifest, bytes, unpacked };
}

/** The text files of a package; those that hold NUL bytes are no text. */
export const textFiles = (files: Iterable<readonly [string, Uint8Array]>): SourceFile[] =>
  [...files].flatMap(([path, bytes]) =>
    bytes.includes(0) ? [] : [{ path, text: Buffer.from(bytes).toString('utf8') }],
  );
