import { expect, it } from 'vitest';
import { createRedactor, environmentSecrets, isSecretName } from './index.js';

it('knows the secrets of an environment by their names', () => {
  for (const name of [
    'OPENAI_API_KEY',
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'DB_PASSWORD',
    'MYSQL_PWD',
    'PINATA_JWT',
    'EVM_PRIVATE_KEY',
    'npm_config__authToken',
    'COSMOS_RECOVERY_PHRASE',
    'PLUGWRIGHT_PASSPHRASE',
    'SENTRY_DSN',
    'SLACK_WEBHOOK',
    'APIKEY',
    'AZURE_APIKEY',
  ])
    expect([name, isSecretName(name)]).toEqual([name, true]);
  for (const name of [
    'PATH',
    'HOME',
    'PWD',
    'OLDPWD',
    'SSH_AUTH_SOCK',
    'AWS_ACCESS_KEY_ID',
    'OPENAI_API_KEY_FILE',
    'KEYBOARD',
    'TOKENIZERS_PARALLELISM',
    'AUTHOR',
    'SECRETARY',
    'XDG_SESSION_ID',
    'GPG_KEY_PATH',
  ])
    expect([name, isSecretName(name)]).toEqual([name, false]);
});

it('takes values that could be secrets, and addresses with credentials in them', () => {
  const names = (env: Record<string, string | undefined>) =>
    environmentSecrets(env).map(({ name }) => name);
  expect(
    names({
      A_KEY: 'k-123456',
      B_KEY: undefined,
      C_KEY: 'enter',
      D_TOKEN: 'Default',
      E_TOKEN: '12345',
      F_KEY: '/run/secrets/key',
      PATH: '/bin',
    }),
  ).toEqual(['A_KEY']);
  expect(
    names({
      DATABASE_URL: 'postgres://u:hidden-1@h/db',
      RPC_URL: 'https://rpc.example/v2/a1b2c3d4e5f6a7b8',
      Q_URL: 'https://h.example/?k=a1b2c3d4e5f6a7b8',
      PLAIN_URL: 'https://example.com/a/path',
      KEY_SERVER: 'https://example.com/',
      ODD_URL: 'http://[',
    }),
  ).toEqual(['DATABASE_URL', 'RPC_URL', 'Q_URL']);
  const { known } = createRedactor(() =>
    environmentSecrets({ DATABASE_URL: 'postgres://u:hidden-1@h/db' }),
  );
  expect(known('password hidden-1')).toBe('password [redacted DATABASE_URL]');
});
