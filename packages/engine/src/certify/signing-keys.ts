import {
  generateSigningKey,
  noTrust,
  parseTrust,
  publicKeyOf,
  type TrustedKey,
  trustedKey,
  type TrustFile,
  trustLimit,
  withKeys,
  writeTrust,
} from '@plugwright/certify';
import { PlugwrightError } from '@plugwright/errors';
import { writeAtomically } from '@plugwright/files';
import { findKey, type Vault, vaultDirectory } from '@plugwright/vault';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Host } from '../host.js';

/** The name of the private key in the vault, and of the variable that goes before it. */
export const signingKeyName = 'PLUGWRIGHT_SIGNING_KEY';

/** Where the pinned keys of a user are: `PLUGWRIGHT_TRUST`, else beside the vault. */
export const trustPath = (host: Host): string =>
  host.env['PLUGWRIGHT_TRUST'] ||
  join(dirname(vaultDirectory(host.env, host.home, host.platform)), 'trust.json');

/**
 * The keys that a user believes. None when there is no file yet; one that is there and cannot be read is an error.
 *
 * @throws PlugwrightError `PW_CERTIFY_TRUST`, `PW_CERTIFY_READ`
 */
export async function readTrust(host: Host, path = trustPath(host)): Promise<TrustFile> {
  const text = await readLimited(host, path, trustLimit);
  return text === undefined ? noTrust : parseTrust(text);
}

/** The text of a file; `undefined` when there is none. Throws `PW_CERTIFY_READ`. */
export async function readLimited(
  host: Host,
  path: string,
  limit: number,
): Promise<string | undefined> {
  try {
    const { size } = await host.files.stat(path);
    if (size > limit) throw new Error(`it has more than ${limit} bytes`);
    return await host.files.readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PlugwrightError({
      code: 'PW_CERTIFY_READ',
      message: `${path} cannot be read: ${(cause as Error).message}.`,
      hint: 'Check its path and permissions.',
      cause,
    });
  }
}

/** Adds keys to the pinned ones; those with the same keyid are replaced. */
export async function pinKeys(host: Host, keys: readonly TrustedKey[]): Promise<TrustFile> {
  const path = trustPath(host);
  const trust = withKeys(await readTrust(host, path), keys);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeAtomically(path, writeTrust(trust));
  return trust;
}

/** The private key that signs: from the environment, a file that it names, or the vault. */
export const findSigningKey = async (host: Host, vault: Vault): Promise<string | undefined> =>
  (await findKey(signingKeyName, { env: host.env, vault }))?.value;

/**
 * Makes the signing key of this user, keeps its private half in the vault, and pins its public half.
 *
 * @throws PlugwrightError `PW_CERTIFY_KEY_EXISTS`, `PW_VAULT_*`
 */
export async function newSigningKey(host: Host, vault: Vault, name: string): Promise<TrustedKey> {
  if ((await vault.get(signingKeyName)) !== undefined)
    throw new PlugwrightError({
      code: 'PW_CERTIFY_KEY_EXISTS',
      message: 'There is a signing key in the vault already.',
      hint: 'Use plugwright keys signing rotate, which keeps old certificates valid.',
    });
  return storeNew(host, vault, name, []);
}

/**
 * A new signing key in the place of the old one. What the old one signed until now stays valid until it expires; its
 * private half is gone.
 *
 * @throws PlugwrightError `PW_CERTIFY_NO_KEY`, `PW_VAULT_*`
 */
export async function rotateSigningKey(
  host: Host,
  vault: Vault,
  name?: string,
): Promise<{ key: TrustedKey; retired: TrustedKey }> {
  const old = await vault.get(signingKeyName);
  if (old === undefined) throw noSigningKey();
  const { keyid, publicKey } = publicKeyOf(old);
  const now = new Date(host.now()).toISOString();
  const trust = await readTrust(host);
  const known = trust.keys.find((one) => one.keyid === keyid);
  const before =
    known ?? trustedKey({ keyid, publicKey }, name ?? 'own key', new Date(0).toISOString());
  const retired = { ...before, until: now };
  const key = await storeNew(host, vault, name ?? before.name, [retired]);
  return { key, retired };
}

async function storeNew(
  host: Host,
  vault: Vault,
  name: string,
  retired: readonly TrustedKey[],
): Promise<TrustedKey> {
  const made = generateSigningKey();
  host.redactor.add({ name: signingKeyName, value: made.privateKey });
  const key = trustedKey(made, name, new Date(host.now()).toISOString());
  // Pinned before it is kept: a private key whose public half is nowhere would be of no use.
  await pinKeys(host, [...retired, key]);
  await vault.set(signingKeyName, made.privateKey);
  return key;
}

export const noSigningKey = () =>
  new PlugwrightError({
    code: 'PW_CERTIFY_NO_KEY',
    message: 'There is no signing key.',
    hint: `Make one with plugwright keys signing new, or set ${signingKeyName}_FILE.`,
  });
