import { PlugwrightError } from '@plugwright/errors';

/** All of `stream` as UTF-8 text. Throws `PW_SOURCE_TOO_LARGE` as soon as more than `limit` bytes came. */
export async function readStream(
  stream: AsyncIterable<string | Uint8Array>,
  limit: number,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += bytes.byteLength;
    if (size > limit) throw sourceTooLarge('standard input', limit);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The refusal of a source of more than `limit` bytes. */
export function sourceTooLarge(what: string, limit: number): PlugwrightError {
  return new PlugwrightError({
    code: 'PW_SOURCE_TOO_LARGE',
    message: `${what} is larger than ${shownBytes(limit)}.`,
    hint: 'Split the document, or keep only the part that the plugin needs.',
  });
}

/** `64 MiB`, `256 KiB`. */
export const shownBytes = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.floor(bytes / 1024)} KiB`
    : `${Math.floor(bytes / 1024 / 1024)} MiB`;
