import { open } from 'node:fs/promises';
import { PlugwrightError } from '@plugwright/errors';
import { valueLimit } from './vault-file.js';

/**
 * The text of a file that holds one secret, without the line end that editors add. Links are followed: Kubernetes
 * mounts secrets as such. A file that other users can write is refused; reading is up to the platform, which
 * mounts secrets readable for all in its containers.
 *
 * @throws `PW_VAULT_SECRET_FILE`, `PW_VAULT_PERMISSIONS`.
 */
export async function readSecretFile(path: string): Promise<string> {
  const refuse = (message: string, cause?: unknown) =>
    new PlugwrightError({
      code: 'PW_VAULT_SECRET_FILE',
      message,
      hint: 'Check the path; the file holds the key and nothing else.',
      cause,
    });
  let file;
  try {
    file = await open(path, 'r');
  } catch (error) {
    throw refuse(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}.`, error);
  }
  try {
    const found = await file.stat();
    if (found.isDirectory()) throw refuse(`${path} is a directory.`);
    if (process.getuid !== undefined && found.isFile() && (found.mode & 0o022) !== 0)
      throw new PlugwrightError({
        code: 'PW_VAULT_PERMISSIONS',
        message: `${path} can be changed by other users.`,
        hint: `Run chmod 600 ${path}.`,
      });
    // Four bytes are the most that a character takes.
    const { bytesRead, buffer } = await file.read(Buffer.alloc(valueLimit * 4 + 1), 0);
    if (bytesRead > valueLimit * 4) throw refuse(`${path} has more than ${valueLimit} characters.`);
    const text = buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/, '');
    if (text === '') throw refuse(`${path} is empty.`);
    return text;
  } finally {
    await file.close();
  }
}
