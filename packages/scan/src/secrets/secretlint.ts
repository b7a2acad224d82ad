import type { SecretMatch } from './find-secrets.js';

/** Files that the rules of secretlint are asked about; they know text only. */
const MOST_TEXT = 1_000_000;

/** Characters that are asked about at once: its time grows with the square of the matches in a text. */
const PART = 16_384;
/** Matches in one file after which more of them tell nothing new. */
const ENOUGH = 50;

/**
 * Asks the recommended rules of secretlint about one text, part by part; parts end where a line does. They are loaded
 * when first needed.
 */
export async function askSecretlint(path: string, text: string): Promise<SecretMatch[]> {
  if (text.length > MOST_TEXT || !/[A-Za-z\d+/=_-]{16,}/.test(text)) return [];
  const found: SecretMatch[] = [];
  for (let from = 0; from < text.length && found.length < ENOUGH;) {
    const line = text.lastIndexOf('\n', from + PART) + 1;
    const to = text.length - from <= PART ? text.length : line > from ? line : from + PART;
    const part = await askPart(path, text.slice(from, to));
    for (const one of part) found.push({ ...one, start: one.start + from, end: one.end + from });
    from = to;
  }
  return found.slice(0, ENOUGH);
}

async function askPart(path: string, text: string): Promise<SecretMatch[]> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const { messages } = await lintSource({
    source: {
      content: text,
      filePath: path,
      ext: /\.[^./]*$/.exec(path)?.[0] ?? '',
      contentType: 'text',
    },
    options: {
      config: {
        rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator, options: {} }],
      },
      noPhysicFilePath: true,
    },
  });
  return messages.map(({ message, range }) => ({
    name: message
      .replace(/:.*$/s, '')
      .replace(/^found\s+/i, '')
      .slice(0, 60),
    rule: 'secret-in-source' as const,
    start: range[0],
    end: range[1],
  }));
}
