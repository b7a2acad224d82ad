import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlugwrightError } from '@plugwright/errors';
import { passphrase, quickVault, temporaryDirectory } from './__fixtures__/temporary-vault.js';
import { keyOfPassphrase } from './passphrase-key.js';
import { openParsed, valueOf } from './vault-content.js';
import { parseVaultFile } from './vault-file.js';

let base = '';
let file = '';
let whole: Buffer = Buffer.alloc(0);
let key: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  base = temporaryDirectory();
  const vault = quickVault(base);
  await vault.set('OPENAI_API_KEY', 'sk-value');
  await vault.set('GITHUB_TOKEN', 'ghp_value');
  file = join(base, readdirSync(base)[0] ?? '');
  whole = readFileSync(file);
  const { lock } = parseVaultFile(whole).body;
  if (lock.kind === 'passphrase') key = await keyOfPassphrase(passphrase, lock);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return PlugwrightError.isInstance(error) ? error.code : `untyped: ${String(error)}`;
  }
};
const offsets = () => Array.from(whole.keys());
const flipped = (at: number, mask: number) => {
  const bytes = Buffer.from(whole);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return bytes;
};
/** Everything is read that is in it. */
const readAll = (bytes: Uint8Array) => {
  const parsed = parseVaultFile(bytes);
  const open = openParsed(parsed, key);
  return open.entries.map((entry) => valueOf(open, entry));
};
/** What somebody does who knows the format and not the master key. */
const withChecksum = (text: string) => {
  const body = text.slice(0, text.lastIndexOf('sha256 '));
  return Buffer.from(`${body}sha256 ${createHash('sha256').update(body).digest('hex')}\n`);
};

describe('a damaged vault', () => {
  it('is whole before', () => {
    expect(readAll(whole)).toEqual(['ghp_value', 'sk-value']);
    expect(readAll(withChecksum(whole.toString()))).toHaveLength(2);
  });

  it('is refused for every bit of every byte that is flipped', () => {
    const typed = new Set(['PW_VAULT_DAMAGED', 'PW_VAULT_VERSION']);
    for (const at of offsets())
      for (let bit = 0; bit < 8; bit++)
        expect(typed, `byte ${at}, bit ${bit}`).toContain(
          codeOf(() => readAll(flipped(at, 1 << bit))),
        );
  });

  it('is refused wherever it is cut off, and with anything behind it', () => {
    for (const at of offsets())
      expect(codeOf(() => readAll(whole.subarray(0, at)))).toBe('PW_VAULT_DAMAGED');
    for (const more of ['\n', ' ', '\0', 'x', whole.toString()])
      expect(codeOf(() => readAll(Buffer.concat([whole, Buffer.from(more)])))).toBe(
        'PW_VAULT_DAMAGED',
      );
  });

  it('is refused on the disk too, is left as it is, and works when it is restored', async () => {
    const vault = quickVault(base);
    for (const at of [0, 17, 100, Math.floor(whole.length / 2), whole.length - 1]) {
      const bytes = flipped(at, 0xff);
      writeFileSync(file, bytes);
      // One after another, since all use the same file.
      // oxlint-disable no-await-in-loop
      for (const work of [
        () => vault.list(),
        () => vault.get('GITHUB_TOKEN'),
        () => vault.set('NEW', 'v'),
        () => vault.rotate(),
        () => vault.remove(['NEW']),
      ])
        expect(await work().catch((error: unknown) => error)).toMatchObject({
          code: expect.stringMatching(/^PW_VAULT_(?:DAMAGED|VERSION)$/),
        });
      // oxlint-enable no-await-in-loop
      expect(readFileSync(file)).toEqual(bytes);
    }
    writeFileSync(file, whole);
    expect(await vault.get('GITHUB_TOKEN')).toBe('ghp_value');
  });

  it('is refused when its checksum was made to fit every changed character', () => {
    const text = whole.toString();
    const end = text.lastIndexOf('sha256 ');
    for (let at = 0; at < end; at++) {
      // The next character of its alphabet: in base64 often the same bytes to a lenient decoder.
      const other = String.fromCharCode(text.charCodeAt(at) + 1);
      const code = codeOf(() =>
        readAll(withChecksum(text.slice(0, at) + other + text.slice(at + 1))),
      );
      expect(code, `character ${at}`).toMatch(/^PW_VAULT_(?:DAMAGED|VERSION|PASSPHRASE)$/);
    }
  });

  it('is refused when values change places, under a seal of somebody with the key too', () => {
    const { body } = parseVaultFile(whole);
    const open = openParsed(parseVaultFile(whole), key);
    const [first, second] = body.keys;
    if (first === undefined || second === undefined) throw new Error('two keys are needed');
    const swapped = { ...first, nonce: second.nonce, data: second.data };
    expect(codeOf(() => valueOf(open, swapped))).toBe('PW_VAULT_DAMAGED');
    expect(codeOf(() => valueOf({ ...open, vault: '0'.repeat(16) }, first))).toBe(
      'PW_VAULT_DAMAGED',
    );
    expect(codeOf(() => valueOf(open, { ...first, data: 'AAAA' }))).toBe('PW_VAULT_DAMAGED');
    // A tag of four bytes, which Node would take if it were not told the length.
    const short = Buffer.from(first.data, 'base64').subarray(0, -12).toString('base64');
    expect(codeOf(() => valueOf(open, { ...first, data: short }))).toBe('PW_VAULT_DAMAGED');
  });

  it('is refused when it asks for too much memory or too little work', () => {
    for (const N of [2 ** 19, 512, 131_071, 0, 1e9])
      expect(
        codeOf(() =>
          parseVaultFile(withChecksum(whole.toString().replace('"N":1024', `"N":${N}`))),
        ),
      ).toBe('PW_VAULT_DAMAGED');
    const twice = whole.toString().replace('"GITHUB_TOKEN"', '"OPENAI_API_KEY"');
    expect(codeOf(() => parseVaultFile(withChecksum(twice)))).toBe('PW_VAULT_DAMAGED');
  });

  it('is refused when it is of a newer version, and left as it is', async () => {
    const newer = withChecksum(
      whole.toString().replace('plugwright-vault 1', 'plugwright-vault 2'),
    );
    writeFileSync(file, newer);
    const error = await quickVault(base)
      .set('A', 'v')
      .catch((one: unknown) => one);
    expect(error).toMatchObject({
      code: 'PW_VAULT_VERSION',
      hint: expect.stringContaining('newer Plugwright'),
    });
    expect(readFileSync(file)).toEqual(newer);
    writeFileSync(file, whole);
  });

  it('is refused under the number of another generation', async () => {
    const moved = join(base, 'keys-00000099.vault');
    renameSync(file, moved);
    expect(
      await quickVault(base)
        .list()
        .catch((one: unknown) => one),
    ).toMatchObject({ code: 'PW_VAULT_DAMAGED' });
    renameSync(moved, file);
    expect(await quickVault(base).list()).toHaveLength(2);
  });
});
