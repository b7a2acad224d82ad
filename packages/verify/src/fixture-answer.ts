import { exampleFor, type HttpRun, type JsonSchema } from '@plugwright/spec';

/** What the fixture server sends. */
export interface FixtureAnswer {
  status: number;
  mediaType?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Statuses that never have a body (RFC 9110, 15.3.5, 15.3.6, 15.4.5). */
const bodiless = new Set([204, 205, 304]);

/** The documented answer of an operation: its example, or one made from its schema. */
export function answerOf(
  { response }: HttpRun,
  schemas: Readonly<Record<string, JsonSchema>>,
): FixtureAnswer {
  const { status, kind } = response;
  if (kind === 'empty' || bodiless.has(status)) return { status };
  const example =
    response.example ?? (response.schema ? exampleFor(response.schema, schemas) : undefined);
  if (kind === 'binary') {
    const bytes = Buffer.from('plugwright');
    return {
      status,
      mediaType: plain(response.mediaType, 'application/octet-stream'),
      body: bytes,
    };
  }
  if (kind === 'text') {
    const body = typeof example === 'string' ? example : JSON.stringify(example ?? 'an answer');
    return { status, mediaType: plain(response.mediaType, 'text/plain'), body };
  }
  return {
    status,
    mediaType: plain(response.mediaType, 'application/json'),
    body: JSON.stringify(example ?? {}),
  };
}

/** A documented range such as `image/*` is not a type. */
const plain = (mediaType: string | undefined, fallback: string) =>
  mediaType === undefined || mediaType.includes('*') ? fallback : mediaType;
