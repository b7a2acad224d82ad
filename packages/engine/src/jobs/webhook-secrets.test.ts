import { openVault } from '@plugwright/vault';
import { chmod } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { useWorkspace } from '../__fixtures__/workspace.js';
import { WEBHOOK_SECRET, webhookKeys, webhookSecrets } from './webhook-secrets.js';

const workspace = useWorkspace();
const passphrase = 'correct horse battery';
const host = (env: Record<string, string> = {}) =>
  workspace.host({ env: { PLUGWRIGHT_VAULT: workspace.path('vault'), ...env } });
const secretFile = async (name: string, text: string) => {
  const path = await workspace.write(name, text);
  await chmod(path, 0o600);
  return path;
};

describe('the secrets of webhooks', () => {
  it('are none where none is kept', async () => {
    expect(await webhookKeys(host())).toEqual([]);
  });

  it('are the one of now before the one of old, and are never shown', async () => {
    const here = host({
      [`${WEBHOOK_SECRET}_OLD`]: 'secret-of-yesterday',
      [`${WEBHOOK_SECRET}_FILE`]: await secretFile('now', 'secret-of-today\n'),
    });
    expect(await webhookKeys(here)).toEqual(['secret-of-today', 'secret-of-yesterday']);
    const shown = here.redactor.text('secret-of-today secret-of-yesterday');
    expect(shown).not.toMatch(/today|yesterday/);
  });

  it('come from a vault whose passphrase the environment gives or names', async () => {
    const vault = openVault({
      directory: workspace.path('vault'),
      passphrase: async () => passphrase,
    });
    await vault.set(WEBHOOK_SECRET, 'secret-in-the-vault', 'passphrase');
    expect(await webhookKeys(host({ PLUGWRIGHT_PASSPHRASE: passphrase }))).toEqual([
      'secret-in-the-vault',
    ]);
    const file = await secretFile('passphrase', `${passphrase}\n`);
    const lookUp = webhookSecrets(host({ PLUGWRIGHT_PASSPHRASE_FILE: file }));
    expect(await lookUp({} as never)).toEqual(['secret-in-the-vault']);
    // Nobody is there who could type it.
    await expect(webhookKeys(host())).rejects.toMatchObject({
      code: 'PW_VAULT_PASSPHRASE_NEEDED',
    });
  });
});
