import { describe, expect, it } from 'vitest';
import { scanTree } from '../scan.js';
import { treeOf } from '../source-tree.js';
import { findSecrets } from './find-secrets.js';

// Written in pieces, so that scanners of repositories do not take them for live ones.
const hex = '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318';
const SECRETS: readonly (readonly [string, string])[] = [
  ['AWS access key', `const k = '${['AKIA', 'QX7RZ2LMN5TVWB4K'].join('')}';`],
  ['Stripe key', `${['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')}`],
  ['Telegram bot token', `${['7204918365', 'AAHk3mQz8vLpX2nRt5YwJc9BdEfGhUiOsKa'].join(':')}`],
  [
    'JSON web token',
    [
      'eyJhbGciOiJIUzI1NiJ9',
      'eyJzdWIiOiIxMjM0NTY3ODkwIn0',
      'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    ].join('.'),
  ],
  [
    'private key',
    `-----BEGIN ${'PRIVATE KEY'}-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END`,
  ],
  ['password in a URL', 'postgres://app:k9Lm2xQz8v@db.internal/app'],
  ['private key of an EVM wallet', `privateKey: "0x${hex}"`],
  [
    'private key of a Solana wallet',
    `[${Array.from({ length: 64 }, (_, index) => (index * 37 + 11) % 256).join(', ')}]`,
  ],
  [
    'seed phrase',
    `const words = '${'legal winner thank year wave sausage worth useful legal winner thank yellow'}';`,
  ],
];

describe('credentials', () => {
  it.each(SECRETS)('knows a %s', (name, text) => {
    expect(findSecrets(text).map((one) => one.name)).toContain(name);
  });

  it.each([
    [
      'a checksum that is wrong',
      "'legal winner thank year wave sausage worth useful legal winner thank legal'",
    ],
    ['the phrase of the documentation', `'${'abandon '.repeat(11)}about'`],
    ['a hash of a transaction', `const tx = '0x${hex}';`],
    ['a placeholder', 'postgres://user:your-password@localhost/db'],
    ['a template', 'postgres://user:${password}@localhost/db'],
  ])('leaves %s alone', (_name, text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  it('asks secretlint too, and names each place once', async () => {
    const key = ['ghp', 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5'].join('_');
    const { findings } = await scanTree(
      treeOf([
        ['.env', `GITHUB_TOKEN=${key}\n`],
        ['a.txt', SECRETS[0]?.[1] ?? ''],
      ]),
    );
    expect(findings.map(({ path, rule }) => [path, rule])).toEqual([
      ['.env', 'secret-in-source'],
      ['a.txt', 'secret-in-source'],
    ]);
  });
});
