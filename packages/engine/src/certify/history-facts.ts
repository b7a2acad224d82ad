import type { CertificateFacts } from '@plugwright/certify';
import { PlugwrightError } from '@plugwright/errors';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Secrets in earlier versions of a source, which everybody who clones it gets. `undefined` when there is a history that
 * cannot be read whole.
 */
export async function historyFacts(
  directory: string,
  options: { isSecret: (rule: string) => boolean; signal?: AbortSignal | undefined },
): Promise<CertificateFacts['history']> {
  if (!(await isInRepository(directory))) return { versions: 0, secrets: [] };
  const { scanHistory } = await import('@plugwright/scan');
  try {
    const { findings, blobs, complete } = await scanHistory(directory, { signal: options.signal });
    if (!complete) return undefined;
    return {
      versions: blobs,
      secrets: findings
        .filter(({ rule }) => options.isSecret(rule))
        .map(({ id, path, line, message }) => `${id} ${path}:${line} ${message}`),
    };
  } catch (error) {
    // No git, or no repository that it can read.
    if (PlugwrightError.isInstance(error) && error.code === 'PW_SCAN_HISTORY') return undefined;
    throw error;
  }
}

/** Whether `.git` is in the directory or above it. */
async function isInRepository(directory: string): Promise<boolean> {
  for (let at = directory; ; at = dirname(at)) {
    // Each depends on the one before.
    // oxlint-disable-next-line no-await-in-loop
    if (await stat(join(at, '.git')).catch(() => undefined)) return true;
    if (dirname(at) === at) return false;
  }
}
