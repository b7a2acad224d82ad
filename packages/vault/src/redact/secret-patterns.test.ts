import { describe, expect, it } from 'vitest';
import { createRedactor, findPatterns } from './index.js';

const { text: redact } = createRedactor();
const hex = (length: number) => '0123456789abcdef'.repeat(8).slice(0, length);
const mixed = (length: number) => 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW1xY'.repeat(20).slice(0, length);

/** Made up, in the formats that the providers document. Put together here, so that no scanner takes them for real. */
const samples: readonly (readonly [string, string])[] = [
  ['OpenAI', `sk-${mixed(48)}`],
  ['OpenAI project', `sk-proj-${mixed(80)}`],
  ['Anthropic', `sk-ant-api03-${mixed(90)}`],
  ['OpenRouter', `sk-or-v1-${hex(64)}`],
  ['Stripe', `sk_live_${mixed(24)}`],
  ['Stripe restricted', `rk_test_${mixed(24)}`],
  ['Stripe webhook', `whsec_${mixed(32)}`],
  ['GitHub', `ghp_${mixed(36)}`],
  ['GitHub fine-grained', `github_pat_${mixed(82)}`],
  ['GitLab', `glpat-${mixed(20)}`],
  ['Google', `AIza${mixed(35)}`],
  ['Google OAuth', `ya29.${mixed(60)}`],
  ['Google client', `GOCSPX-${mixed(28)}`],
  ['AWS', `AKIA${'ABCDEFGH'.repeat(2)}`],
  ['Slack', `xoxb-123456789012-${mixed(24)}`],
  ['Slack app', `xapp-1-${mixed(30)}`],
  ['Slack webhook', `https://hooks.slack.com/services/T000/B000/${mixed(24)}`],
  ['Discord', `M${mixed(25)}.${mixed(6)}.${mixed(38)}`],
  ['Discord webhook', `https://discord.com/api/webhooks/123456789012345678/${mixed(60)}`],
  ['Telegram', `123456789:AA${mixed(33)}`],
  ['SendGrid', `SG.${mixed(22)}.${mixed(43)}`],
  ['Twilio', `SK${hex(32)}`],
  ['Mailgun', `key-${hex(32)}`],
  ['Mailchimp', `${hex(32)}-us12`],
  ['Hugging Face', `hf_${mixed(34)}`],
  ['Groq', `gsk_${mixed(52)}`],
  ['xAI', `xai-${mixed(80)}`],
  ['Replicate', `r8_${mixed(37)}`],
  ['Perplexity', `pplx-${mixed(48)}`],
  ['npm', `npm_${mixed(36)}`],
  ['PyPI', `pypi-${mixed(80)}`],
  ['Notion', `ntn_${mixed(46)}`],
  ['Linear', `lin_api_${mixed(40)}`],
  ['Airtable', `pat${mixed(14)}.${hex(64)}`],
  ['Shopify', `shpat_${hex(32)}`],
  ['Square', `sq0atp-${mixed(22)}`],
  ['DigitalOcean', `dop_v1_${hex(64)}`],
  ['Figma', `figd_${mixed(40)}`],
  ['Postman', `PMAK-${hex(24)}-${hex(34)}`],
  ['Supabase', `sbp_${hex(40)}`],
  ['Databricks', `dapi${hex(32)}`],
  ['age', `AGE-SECRET-KEY-1${'QPZRY9X8GF'.repeat(6)}`],
  ['JWT', `eyJ${mixed(20)}.eyJ${mixed(40)}.${mixed(43)}`],
  ['bearer header', `Authorization: Bearer ${mixed(30)}`],
  ['basic header', `authorization: basic ${Buffer.from('user:password-1').toString('base64')}`],
  ['URL with a password', 'https://user:hunter2hunter2@example.com/path'],
  ['URL with a key', 'https://example.com/v1?api_key=abcdef123456&q=1'],
  ['assignment', `OPENAI_API_KEY=${mixed(24)}`],
  ['JSON field', `{"clientSecret": "${mixed(24)}"}`],
  ['escaped JSON field', `{\\"apiKey\\":\\"${mixed(24)}\\"}`],
  ['EVM private key', `EVM_PRIVATE_KEY=0x${hex(64)}`],
  [
    'Solana private key',
    `SOLANA_PRIVATE_KEY: ${'5Kd3NBUAdUnhyzenEwVLy9pBKxSwXvE9FMPyR4UKZvpe6E3AgLr4'.repeat(2).slice(0, 88)}`,
  ],
  [
    'recovery phrase',
    `mnemonic: "${'abandon ability able about above absent absorb abstract absurd abuse access accident'}"`,
  ],
  ['keypair file', JSON.stringify(Array.from({ length: 64 }, (_, index) => index * 3))],
  [
    'private key block',
    `-----BEGIN RSA PRIVATE KEY-----\n${mixed(64)}\n-----END RSA PRIVATE KEY-----`,
  ],
  [
    'private key in JSON',
    `-----BEGIN PRIVATE KEY-----\\n${mixed(64)}\\n-----END PRIVATE KEY-----\\n`,
  ],
  ['private key cut off', `-----BEGIN OPENSSH PRIVATE KEY-----\n${mixed(64)}`],
];

describe('what looks like a secret', () => {
  it.each(samples)('%s', (_, sample) => {
    const shown = redact(`before ${sample} after`);
    expect(shown).toContain('[redacted ');
    // Long words of letters and digits mixed are the secret.
    const words = (sample.match(/[A-Za-z0-9+]{16,}/g) ?? []).filter((word) => /\d/.test(word));
    expect(words.filter((word) => shown.includes(word))).toEqual([]);
    expect(shown.startsWith('before ')).toBe(true);
  });

  it.each([
    'const token = process.env.GITHUB_TOKEN;',
    'apiKey: string; secret: number; password?: never;',
    'The token count is 1234567890123456789012, the key is required.',
    "env: 'OPENAI_API_KEY', tokenUrlEnv: 'ACME_TOKEN_URL'",
    'Bearer tokens are sent in the Authorization header.',
    'https://example.com/path?query=value&page=2',
    'https://user@example.com:8443/path',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'transaction 0x9fceb02d0ae598e95dc970b74767f19372d61af89fceb02d0ae598e95dc970b7',
    'sha512-5Kd3NBUAdUnhyzenEwVLy9pBKxSwXvE9FMPyR4UKZvpe6E3AgLr4nPQ==',
    'uuid 123e4567-e89b-12d3-a456-426614174000',
    'dummy-openai-api-key dummy-github-token',
    'Authorization: Bearer dummy-github-token',
    'risk-assessment-of-a-very-long-hyphenated-name, task-sk-x',
    '[1,2,3,4,5,6,7,8,9,10]',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'seed the random generator with a value that is not the same for every run of the tests',
    'error PW_SPEC_NAME_RESERVED  at /actions/0',
  ])('leaves alone: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('takes linear time on texts made to be slow', () => {
    const hostile = [
      'sk-'.repeat(50_000),
      'token='.repeat(30_000),
      `${'a'.repeat(100_000)}token=${'1a'.repeat(100)}(`,
      '-----BEGIN PRIVATE KEY-----'.repeat(5000),
      `[${'1,'.repeat(50_000)}`,
      'eyJ'.repeat(50_000),
      `://${':'.repeat(100_000)}`,
      `mnemonic ${'abc '.repeat(30_000)}`,
      'Bearer '.repeat(20_000),
    ];
    for (const text of hostile) expect(findPatterns(text).length).toBeGreaterThanOrEqual(0);
  });
});
