import { stat } from 'node:fs/promises';
import { PlugwrightError } from '@plugwright/errors';
import { readDirectory } from './read-directory.js';
import { readTarball } from './read-tarball.js';
import { scanTree, type ScanOptions } from './scan.js';
import type { ScanResult } from './finding.js';
import type { SourceTree } from './source-tree.js';

/**
 * Reads the directory or tarball at a path.
 *
 * @throws PlugwrightError `PW_SCAN_NOT_FOUND`, `PW_SCAN_TARBALL` or `PW_SCAN_TOO_LARGE`.
 */
export async function readTree(path: string): Promise<SourceTree> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) return readDirectory(path);
  if (entry?.isFile()) return readTarball(path);
  throw new PlugwrightError({
    code: 'PW_SCAN_NOT_FOUND',
    message: `There is nothing to scan at ${path}.`,
    hint: 'Give the directory of a plugin, or its tarball.',
  });
}

/** Scans a directory or tarball. */
export async function scanPath(path: string, options: ScanOptions = {}): Promise<ScanResult> {
  return scanTree(await readTree(path), options);
}
