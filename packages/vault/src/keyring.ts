import type * as keyringPackage from '@napi-rs/keyring';

/** A place of the operating system for secrets, one text for each account. */
export interface Keyring {
  get: (account: string) => Promise<string | undefined>;
  set: (account: string, secret: string) => Promise<void>;
  remove: (account: string) => Promise<void>;
}

/** A keyring, or why there is none. */
export type KeyringResult = { keyring: Keyring } | { keyring?: never; why: string };

const service = 'plugwright';

/**
 * The keyring of the operating system: Keychain, Credential Manager, Secret Service. It needs the optional package
 * `@napi-rs/keyring`, which is loaded now. Servers and containers mostly have none.
 */
export async function osKeyring(): Promise<KeyringResult> {
  let Entry: typeof keyringPackage.AsyncEntry;
  try {
    ({ AsyncEntry: Entry } = await import('@napi-rs/keyring'));
  } catch {
    return { why: 'the package @napi-rs/keyring is not installed' };
  }
  const keyring: Keyring = {
    get: async (account) => (await new Entry(service, account).getPassword()) ?? undefined,
    set: async (account, secret) => {
      await new Entry(service, account).setPassword(secret);
    },
    remove: async (account) => {
      await new Entry(service, account).deletePassword();
    },
  };
  return probe(keyring);
}

/** Whether a keyring keeps what it is given; some are there and locked, or forget. */
export async function probe(keyring: Keyring): Promise<KeyringResult> {
  const account = 'probe';
  try {
    await keyring.set(account, 'works');
    const kept = (await keyring.get(account)) === 'works';
    await keyring.remove(account);
    return kept ? { keyring } : { why: 'the OS keyring does not keep what it is given' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { why: `the OS keyring cannot be used (${reason.slice(0, 200)})` };
  }
}
