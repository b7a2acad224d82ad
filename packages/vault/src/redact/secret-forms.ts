import { LONE } from '@plugwright/files';

/** Shorter values are no secrets worth the name, and would be found everywhere by chance. */
export const shortestSecret = 8;

/** One way in which a secret may stand in a text. */
export interface SecretForm {
  text: string;
  /**
   * A text that has this many characters of the form in a row holds it: messages are cut, and half of a key is
   * too much. Absent: the whole form.
   */
  enough?: number;
}

/** A key cut after this many characters is still taken for the key. */
const enoughOfKey = 20;

/**
 * The forms in which the parts of a secret may stand in a text: raw, base64 and base64url in each of the three
 * alignments, hex, URL-encoded, JSON-escaped once and twice, as a list of bytes.
 */
export function secretForms(secret: string): SecretForm[] {
  const forms = new Map<string, SecretForm>();
  // Half of a surrogate pair cannot be encoded, and is never sent as it is.
  for (const { text, isWhole } of secretParts(secret.replace(LONE, '\uFFFD')))
    for (const form of formsOf(text)) {
      if (form.length < shortestSecret || forms.has(form)) continue;
      const isCut = !isWhole && form.length > enoughOfKey;
      forms.set(form, isCut ? { text: form, enough: enoughOfKey } : { text: form });
    }
  return [...forms.values()];
}

/**
 * What of a secret is secret: of a URL the password and long pieces of its path and query, of JSON the long
 * texts, of text in lines each line. The whole as well, but the beginning of such a whole is public.
 */
function secretParts(secret: string): { text: string; isWhole: boolean }[] {
  const parts = [...urlParts(secret), ...jsonParts(secret), ...lineParts(secret)];
  const long = parts.filter((part) => part.length >= shortestSecret);
  return [
    { text: secret, isWhole: parts.length > 0 },
    ...long.map((text) => ({ text, isWhole: false })),
  ];
}

function urlParts(secret: string): string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(secret) || !URL.canParse(secret)) return [];
  const url = new URL(secret);
  const plain = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  // A word in a path is no secret; RPC providers put keys there.
  const long = [...url.pathname.split('/'), ...url.searchParams.values()].filter(isRandom);
  // The host is public, so a URL is never taken by its beginning.
  return ['', plain(url.password), url.password, ...long.map(plain)];
}

const isRandom = (text: string) => text.length >= 16 && /\d/.test(text) && /[a-z]/i.test(text);

function jsonParts(secret: string): string[] {
  if (!/^\s*[{[]/.test(secret)) return [];
  try {
    const found: string[] = [''];
    JSON.parse(secret, (_key, value: unknown) => {
      if (typeof value === 'string' && value.length >= 16 && !/^https?:/.test(value))
        found.push(value, ...lineParts(value));
    });
    return found;
  } catch {
    return [];
  }
}

/** `-----BEGIN …` is public, and so is a short rest of a line. */
const lineParts = (secret: string): string[] =>
  secret.includes('\n')
    ? ['', ...secret.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('---'))]
    : [];

function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].flatMap((offset) => {
    const inner = base64Inside(bytes, offset);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const hex = bytes.toString('hex');
  const escaped = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text);
  // Some encoders leave these five alone and some do not (RFC 3986, 2.2).
  const strictUrl = url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  const everyByte = hex.replace(/../g, '%$&');
  const lower = (encoded: string) => encoded.replace(/%../g, (code) => code.toLowerCase());
  const upper = (encoded: string) => encoded.replace(/%../g, (code) => code.toUpperCase());
  return [
    text,
    ...base64,
    hex,
    hex.toUpperCase(),
    hex.replace(/..(?!$)/g, '$& '),
    url,
    lower(url),
    lower(strictUrl),
    upper(strictUrl),
    encodeURIComponent(url),
    url.replaceAll('%20', '+'),
    new URLSearchParams({ '': text }).toString().slice(1),
    everyByte,
    everyByte.toUpperCase(),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    escaped.replaceAll('/', '\\/'),
    bytes.join(','),
    bytes.join(', '),
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
  ];
}

/**
 * The characters of base64 that depend on `bytes` alone when they stand behind `offset` other bytes, and before
 * any (RFC 4648, 4: three bytes become four characters).
 */
function base64Inside(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const first = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(first, end);
}
