/** Longer texts are decoded when they run, not here. */
export const LONGEST_ENCODED = 20_000;

/** The text, when it is one that somebody can read. */
export const readable = (text: string): string | undefined =>
  text.length >= 2 && /^[\t\n\r\x20-\x7e]+$/.test(text) ? text : undefined;

/** What a text in base64 or hexadecimal says; `undefined` when that is no readable text. */
export function decodeText(text: string, encoding: 'base64' | 'hex'): string | undefined {
  const pattern = encoding === 'hex' ? /^(?:[\da-f]{2}){2,}$/i : /^[\w+/-]{3,}={0,2}$/;
  if (text.length > LONGEST_ENCODED || !pattern.test(text)) return undefined;
  return readable(Buffer.from(text, encoding).toString('latin1'));
}
