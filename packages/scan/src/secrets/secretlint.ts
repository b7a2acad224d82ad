import type { SecretMatch } from './find-secrets.js';

/** Files that the rules of secretlint are asked about; they know text only. */
const MOST_TEXT = 1_000_000;

/** Asks the recommended rules of secretlint about one text. They are loaded when first needed. */
export async function askSecretlint(path: string, text: string): Promise<SecretMatch[]> {
  if (text.length > MOST_TEXT || !/[A-Za-z\d+/=_-]{16,}/.test(text)) return [];
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
