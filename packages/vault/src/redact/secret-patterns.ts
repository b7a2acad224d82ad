import type { SecretRange } from './needle-index.js';

/** A shape that secrets have. */
interface SecretPattern {
  label: string;
  /** One of these stands in every match, so that texts without are not searched. */
  hints: readonly string[];
  /** Global. Bounded repeats only: no match takes more than linear time. */
  pattern: RegExp;
  /** Only this group is the secret. */
  group?: string;
}

const start = '(?<![A-Za-z0-9_])';
const provider = (label: string, hints: string[], body: string): SecretPattern => ({
  label,
  hints,
  pattern: new RegExp(`${start}(?:${body})`, 'g'),
});

/** Names of fields whose value is a secret, in any spelling. */
const secretField =
  '(?:(?:api|access|secret|private|encryption|signing|account)[_-]?key|secret|token|password|passwd|passphrase|mnemonic|seed|phrase)';
const fieldHints = ['key', 'KEY', 'Key', 'oken', 'OKEN', 'ass', 'ASS', 'ecret', 'ECRET'];
const wordHints = ['nemonic', 'NEMONIC', 'eed', 'EED', 'hrase', 'HRASE'];

/**
 * Formats of keys as their providers document them, and of secrets in URLs, headers and assignments. The rules
 * for crypto keys need a name beside them: 0x and 64 digits is a transaction hash too, 88 characters of base58 a
 * signature.
 */
const patterns: readonly SecretPattern[] = [
  {
    label: 'private key',
    hints: ['-----BEGIN'],
    // Of PEM (RFC 7468), OpenSSH and PGP, also with its line ends escaped, also cut off.
    pattern:
      /-----BEGIN (?:[A-Z0-9 ]{1,40} )?PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,20000}?-----END (?:[A-Z0-9 ]{1,40} )?PRIVATE KEY(?: BLOCK)?-----|(?:(?:\s|\\[nr]){0,8}[A-Za-z0-9+/=]{16,100}){0,300}(?:(?:\s|\\[nr]){1,8}[A-Za-z0-9+/=]{1,15}$)?)/g,
  },
  provider('OpenAI-style key', ['sk-'], String.raw`sk-[A-Za-z0-9_-]{20,400}`),
  provider(
    'Stripe key',
    ['k_live_', 'k_test_', 'whsec_'],
    String.raw`(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9+/=]{16,200}`,
  ),
  provider(
    'GitHub token',
    ['gh', 'github_pat_'],
    String.raw`gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255}`,
  ),
  provider('GitLab token', ['glpat-'], String.raw`glpat-[A-Za-z0-9_.-]{20,300}`),
  provider(
    'Google key',
    ['AIza', 'ya29.', 'GOCSPX-'],
    String.raw`AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,400}|GOCSPX-[A-Za-z0-9_-]{20,60}`,
  ),
  provider('AWS key id', ['AKIA', 'ASIA'], String.raw`(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])`),
  provider(
    'Slack token',
    ['xox', 'xapp-'],
    String.raw`xox[abeprs]-[A-Za-z0-9-]{10,300}|xapp-[A-Za-z0-9-]{10,300}`,
  ),
  provider(
    'Slack webhook',
    ['hooks.slack.com/'],
    String.raw`hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{16,200}`,
  ),
  provider(
    'Discord webhook',
    ['/api/webhooks/'],
    String.raw`discord(?:app)?\.com/api/webhooks/\d{10,25}/[A-Za-z0-9_-]{20,120}`,
  ),
  provider(
    'Discord token',
    ['.'],
    String.raw`[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}`,
  ),
  provider('Telegram token', [':AA'], String.raw`\d{8,10}:AA[A-Za-z0-9_-]{32,40}`),
  provider('SendGrid key', ['SG.'], String.raw`SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}`),
  provider('Twilio key', ['SK'], String.raw`SK[0-9a-f]{32}(?![0-9A-Za-z])`),
  provider('Mailgun key', ['key-'], String.raw`key-[0-9a-f]{32}(?![0-9A-Za-z])`),
  provider('Mailchimp key', ['-us'], String.raw`[0-9a-f]{32}-us\d{1,2}(?!\d)`),
  provider('Hugging Face token', ['hf_'], String.raw`hf_[A-Za-z0-9]{30,60}`),
  provider(
    'API key',
    ['gsk_', 'xai-', 'r8_', 'pplx-', 'tvly-', 'pcsk_', 'nvapi-', 'fw_', 'sk_'],
    String.raw`(?:gsk_|xai-|r8_|pplx-|tvly-|pcsk_|nvapi-|fw_|sk_)[A-Za-z0-9_-]{20,200}`,
  ),
  provider('npm token', ['npm_'], String.raw`npm_[A-Za-z0-9]{36}`),
  provider('PyPI token', ['pypi-'], String.raw`pypi-[A-Za-z0-9_-]{50,400}`),
  provider('Notion token', ['ntn_', 'secret_'], String.raw`(?:ntn_|secret_)[A-Za-z0-9]{32,60}`),
  provider('Linear key', ['lin_'], String.raw`lin_(?:api|oauth)_[A-Za-z0-9]{30,80}`),
  provider('Airtable token', ['pat'], String.raw`pat[A-Za-z0-9]{14}\.[0-9a-f]{64}`),
  provider('Shopify token', ['shp'], String.raw`shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}`),
  provider(
    'Square token',
    ['sq0', 'EAAA'],
    String.raw`sq0[a-z]{3}-[A-Za-z0-9_-]{22,60}|EAAA[A-Za-z0-9_-]{50,100}`,
  ),
  provider('DigitalOcean token', ['do'], String.raw`do[opr]_v1_[0-9a-f]{64}`),
  provider('Figma token', ['figd_'], String.raw`figd_[A-Za-z0-9_-]{30,80}`),
  provider('Postman key', ['PMAK-'], String.raw`PMAK-[0-9a-f]{24}-[0-9a-f]{34}`),
  provider(
    'Supabase key',
    ['sbp_', 'sb_secret_'],
    String.raw`sbp_[0-9a-f]{40}|sb_secret_[A-Za-z0-9_-]{20,80}`,
  ),
  provider('Databricks token', ['dapi'], String.raw`dapi[0-9a-f]{32}`),
  provider('age key', ['AGE-SECRET-KEY-'], String.raw`AGE-SECRET-KEY-1[0-9A-Z]{50,70}`),
  provider(
    'JWT',
    ['eyJ'],
    String.raw`eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{10,2000}`,
  ),
  {
    label: 'credentials',
    hints: ['earer ', 'asic ', 'oken ', 'EARER '],
    pattern:
      /(?<![A-Za-z0-9_])(?:bearer|basic|token)\s{1,4}(?<secret>(?!dummy-|example-|your-)[A-Za-z0-9._~+/-]{16,4000}={0,2})/gi,
    group: 'secret',
  },
  {
    label: 'credentials',
    hints: ['://'],
    pattern: /[a-z][a-z0-9+.-]{1,30}:\/\/(?<secret>[^\s/?#@:"'<>]{0,300}:[^\s/?#@"'<>]{1,300})@/gi,
    group: 'secret',
  },
  {
    label: 'secret',
    hints: ['='],
    pattern:
      /[?&](?:api[_-]?key|apikey|appid|key|access_token|auth|token|secret|password|sig|signature|client_secret|refresh_token)=(?<secret>[^\s&#"'<>]{8,4000})/gi,
    group: 'secret',
  },
  {
    label: 'secret',
    hints: fieldHints,
    // Letters and digits mixed: `token: string` and `apiKey = process.env.KEY` are code, not secrets.
    pattern: new RegExp(
      String.raw`${secretField}["'\\]{0,3}\s{0,4}(?:=>|[:=])\s{0,4}["'\\]{0,3}(?<secret>(?=[A-Za-z0-9+/_=-]{0,200}\d)(?=[0-9+/_=-]{0,200}[A-Za-z])[A-Za-z0-9+/_=-]{20,4000})(?![.(\w])`,
      'gi',
    ),
    group: 'secret',
  },
  {
    label: 'recovery phrase',
    hints: wordHints,
    // BIP-39: 12 to 24 lower-case words.
    pattern:
      /(?:mnemonic|seed(?:[ _-]?phrase)?|recovery[ _-]?phrase)["'\\]{0,3}\s{0,4}(?:is|=>|[:=])?\s{0,4}["'\\]{0,3}(?<secret>[a-z]{3,8}(?:[ ,]{1,2}[a-z]{3,8}){11,23})(?![A-Za-z])/gi,
    group: 'secret',
  },
  {
    label: 'secret key',
    hints: ['[', ','],
    // A Solana keypair file: 64 bytes as numbers.
    pattern: /\[\s{0,4}\d{1,3}(?:\s{0,4},\s{0,4}\d{1,3}){63}\s{0,4}\]/g,
  },
];

/** Where a text holds something that looks like a secret. */
export function findPatterns(text: string): SecretRange[] {
  const found: SecretRange[] = [];
  for (const { label, hints, pattern, group } of patterns) {
    if (!hints.some((hint) => text.includes(hint))) continue;
    for (const match of text.matchAll(pattern)) {
      const whole = match[0];
      const secret = (group === undefined ? undefined : match.groups?.[group]) ?? whole;
      // A group is the last thing in its match but one character at most.
      const start = match.index + whole.lastIndexOf(secret);
      found.push({ start, end: start + secret.length, label });
    }
  }
  return found;
}
