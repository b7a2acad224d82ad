import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';
import { entropyOf, SECRET_FORMATS } from './secret-rules.js';

/** A credential in a text. */
export interface SecretMatch {
  readonly name: string;
  readonly rule: 'secret-in-source' | 'wallet-key-in-source' | 'password-in-config';
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Characters of a line that are looked at; a longer one is a bundle. */
const LONGEST_LINE = 500_000;
const PLACEHOLDER =
  /example|dummy|placeholder|your[-_]|xxxx|0000000000|1234567890|abcdefgh|changeme|redacted|test[-_]?key|<|>|\.\.\./i;
/** What documentation writes where a password goes. */
const STOCK_PASSWORD =
  /^(?:my|the|your|db|user)?[-_]?(?:pass(?:word|wd|phrase)?|secret|pw|pwd|postgres|mysql|root|admin|guest|username)$/i;
const WORDS = new Set(wordlist);

/** Finds credentials in the formats of {@link SECRET_FORMATS}, and mnemonics whose checksum is right. */
export function findSecrets(text: string): SecretMatch[] {
  const found: SecretMatch[] = [];
  const shown =
    text.length <= LONGEST_LINE
      ? text
      : text
          .split('\n')
          .map((line) =>
            line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE).padEnd(line.length) : line,
          )
          .join('\n');
  for (const format of SECRET_FORMATS) {
    for (const match of shown.matchAll(format.pattern)) {
      const secret = (format.group && match.groups?.[format.group]) || match[0];
      if (format.name === 'password in a URL' && STOCK_PASSWORD.test(secret)) continue;
      if (PLACEHOLDER.test(secret) || entropyOf(secret) < (format.entropy ?? 0)) continue;
      const start = match.index + match[0].indexOf(secret);
      found.push({ name: format.name, rule: format.rule, start, end: start + secret.length });
    }
  }
  return [...found, ...mnemonics(shown)].toSorted((a, b) => a.start - b.start);
}

/** Twelve to twenty-four words of the BIP-39 list after each other, with a valid checksum. */
function mnemonics(text: string): SecretMatch[] {
  const found: SecretMatch[] = [];
  for (const match of text.matchAll(/["'`=:]\s?(?<words>[a-z]{3,8}(?: [a-z]{3,8}){11,23})\b/g)) {
    const words = match.groups?.words ?? '';
    const list = words.split(' ');
    if (![12, 15, 18, 21, 24].includes(list.length) || !list.every((word) => WORDS.has(word)))
      continue;
    // The phrase of all the documentation, and others that repeat one word.
    if (new Set(list).size < 6 || !validateMnemonic(words, wordlist)) continue;
    const start = match.index + match[0].indexOf(words);
    found.push({
      name: 'seed phrase',
      rule: 'wallet-key-in-source',
      start,
      end: start + words.length,
    });
  }
  return found;
}
