/** A format of credentials that agents use and the preset of secretlint does not know. */
export interface SecretFormat {
  readonly name: string;
  readonly pattern: RegExp;
  readonly rule: 'secret-in-source' | 'wallet-key-in-source';
  /** Which group holds the secret; the whole match when absent. */
  readonly group?: string;
  /** Bits per character that the text must have at least, so that examples are left out. */
  readonly entropy?: number;
}

/** Formats as the services document them. */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  {
    name: 'AWS access key',
    rule: 'secret-in-source',
    pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g,
    entropy: 3,
  },
  { name: 'Google API key', rule: 'secret-in-source', pattern: /\bAIza[\w-]{35}\b/g, entropy: 3.5 },
  {
    name: 'Google OAuth client secret',
    rule: 'secret-in-source',
    pattern: /\bGOCSPX-[\w-]{28}\b/g,
    entropy: 3.5,
  },
  {
    name: 'Stripe key',
    rule: 'secret-in-source',
    pattern: /\b[rs]k_live_[A-Za-z\d]{24,}\b/g,
    entropy: 3.5,
  },
  {
    name: 'OpenAI key',
    rule: 'secret-in-source',
    pattern: /\bsk-(?:proj-|svcacct-|admin-)?[\w-]{20,}T3BlbkFJ[\w-]{20,}\b/g,
    entropy: 3.5,
  },
  { name: 'OpenAI key', rule: 'secret-in-source', pattern: /\bsk-proj-[\w-]{40,}\b/g, entropy: 4 },
  {
    name: 'Anthropic key',
    rule: 'secret-in-source',
    pattern: /\bsk-ant-(?:api|admin)\d{2}-[\w-]{80,}\b/g,
    entropy: 4,
  },
  {
    name: 'OpenRouter key',
    rule: 'secret-in-source',
    pattern: /\bsk-or-v1-[\da-f]{64}\b/g,
    entropy: 3,
  },
  { name: 'Groq key', rule: 'secret-in-source', pattern: /\bgsk_[A-Za-z\d]{52}\b/g, entropy: 4 },
  {
    name: 'Hugging Face token',
    rule: 'secret-in-source',
    pattern: /\bhf_[A-Za-z]{34}\b/g,
    entropy: 3.5,
  },
  {
    name: 'Telegram bot token',
    rule: 'secret-in-source',
    pattern: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/g,
    entropy: 3.5,
  },
  {
    name: 'Discord bot token',
    rule: 'secret-in-source',
    pattern: /\b[MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/g,
    entropy: 4,
  },
  {
    name: 'Discord webhook',
    rule: 'secret-in-source',
    pattern:
      /https:\/\/(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/g,
  },
  {
    name: 'Slack webhook',
    rule: 'secret-in-source',
    pattern: /https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{24}/g,
  },
  {
    name: 'JSON web token',
    rule: 'secret-in-source',
    pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}(?![\w-])/g,
    entropy: 4,
  },
  {
    name: 'private key',
    rule: 'secret-in-source',
    pattern:
      /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n)*[A-Za-z\d+/=\s\\:,-]{40,}/g,
  },
  {
    name: 'password in a URL',
    rule: 'secret-in-source',
    pattern:
      /\b(?:https?|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|rediss|amqps?|wss?):\/\/[^\s:/@'"`$<>{}]+:(?<secret>[^\s:/@'"`$<>{}]{6,})@[^\s/'"`]+/g,
    group: 'secret',
    entropy: 2.5,
  },
  {
    name: 'key in an address',
    rule: 'secret-in-source',
    pattern:
      /[?&](?:api[_-]?key|access[_-]?token|auth[_-]?token|client[_-]?secret)=(?<secret>(?=\w*\d)[\w-]{24,})/gi,
    group: 'secret',
    entropy: 3.5,
  },
  {
    name: 'Alchemy or Infura key',
    rule: 'secret-in-source',
    pattern:
      /https:\/\/(?:[\w-]+\.g\.alchemy\.com\/v2|[\w-]+\.infura\.io\/v3)\/(?<secret>[\w-]{32})\b/g,
    group: 'secret',
    entropy: 3.5,
  },
  {
    name: 'Twitter bearer token',
    rule: 'secret-in-source',
    pattern: /\bAAAAAAAAAAAAAAAAAAAA[\w%]{60,}/g,
    entropy: 4,
  },
  {
    name: 'private key of an EVM wallet',
    rule: 'wallet-key-in-source',
    pattern:
      /(?:priv(?:ate)?[_-]?key|secret[_-]?key|wallet[_-]?key|\bpk|evm[_-]?key|deployer|signer)["'`\]]*\s*[:=(,]\s*["'`](?<secret>(?:0x)?[\da-f]{64})["'`]/gi,
    group: 'secret',
    entropy: 3,
  },
  {
    name: 'private key of an EVM wallet',
    rule: 'wallet-key-in-source',
    pattern:
      /(?:new\s+(?:ethers\.)?Wallet|privateKeyToAccount)\(\s*["'`](?<secret>(?:0x)?[\da-f]{64})["'`]/gi,
    group: 'secret',
    entropy: 3,
  },
  {
    name: 'private key of a Solana wallet',
    rule: 'wallet-key-in-source',
    pattern:
      /(?:priv(?:ate)?[_-]?key|secret[_-]?key|wallet|keypair|solana)["'`\]]*\s*[:=(,]\s*["'`](?<secret>[1-9A-HJ-NP-Za-km-z]{87,88})["'`]/gi,
    group: 'secret',
    entropy: 4.5,
  },
  {
    name: 'private key of a Solana wallet',
    rule: 'wallet-key-in-source',
    pattern: /\[\s*(?:\d{1,3}\s*,\s*){63}\d{1,3}\s*\]/g,
    entropy: 2.5,
  },
];

/** Bits per character of a text. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
