/** How the bytes of a body are made or read. */
export type Encoding = 'json' | 'form' | 'multipart' | 'text' | 'binary';

/** Type and subtype in lower case, parameters such as `charset` left out. */
const essence = (mediaType: string): string =>
  mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** What a media type is, `undefined` for ranges such as `*\/*` that say nothing. */
export function encodingOf(mediaType: string): Encoding | undefined {
  const type = essence(mediaType);
  if (/^(?:\*\/\*|application\/\*|)$/.test(type)) return undefined;
  // Several values in one body: text, not one JSON value.
  if (/(?:ndjson|jsonl|jsonlines|json-seq|stream\+json|json-lines)/.test(type)) return 'text';
  if (/^[\w.+-]+\/(?:[\w.+-]*[+.-])?json(?:[-+.][\w.]+)*$/.test(type)) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type.startsWith('multipart/')) return 'multipart';
  if (
    type.startsWith('text/') ||
    /(?:^|[/+.-])(?:xml|yaml|csv|graphql|javascript|x-yaml|html|plain|sparql-query|sql|edn)$/.test(
      type,
    )
  )
    return 'text';
  return 'binary';
}

/** Media types that can stand in a `Content-Type` header as they are. */
const SENDABLE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\t\x20-\x7e]*)?$/;
const DEFAULTS: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
  text: 'text/plain',
  binary: 'application/octet-stream',
};

/** Whether a text is one whole media type, and nothing else. */
export const isMediaType = (text: string): boolean => text.length <= 256 && SENDABLE.test(text);

/** The media type to send, for one that a document names (`image/*` cannot be sent). */
export const sendable = (mediaType: string, encoding: Encoding): string =>
  isMediaType(mediaType) && encodingOf(mediaType) !== undefined
    ? mediaType.trim().replace(/\s*;\s*/, '; ')
    : DEFAULTS[encoding];

/** Picks the type that carries most: JSON, then forms, text and bytes; equal ones by their order. */
export function preferred(
  mediaTypes: readonly string[],
  wildcard: Encoding = 'json',
): { mediaType: string; encoding: Encoding } | undefined {
  const order: readonly Encoding[] = ['json', 'form', 'multipart', 'text', 'binary'];
  const known = mediaTypes.map((mediaType) => {
    const encoding = encodingOf(mediaType);
    const plain = essence(mediaType) === 'application/json' ? 0 : 1;
    return {
      mediaType,
      encoding: encoding ?? wildcard,
      rank: order.indexOf(encoding ?? wildcard) * 3 + plain + (encoding === undefined ? 1 : 0),
    };
  });
  const best = known.sort((a, b) => a.rank - b.rank)[0];
  return best === undefined ? undefined : { mediaType: best.mediaType, encoding: best.encoding };
}
