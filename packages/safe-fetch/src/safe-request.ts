import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { PlugwrightError } from '@plugwright/errors';
import { checkAddress, problem } from './check-address.js';
import { guardedRequest, type GuardedRequestOptions } from './guarded-request.js';

/** What {@link safeRequest} can be told. */
export interface SafeRequestOptions extends GuardedRequestOptions {
  /** For the whole of it, from resolving to the last byte: a server that drips does not prolong it. Default 20,000 ms. */
  timeoutMs?: number;
  /** Bytes of the body that are read; the connection is closed after them. Default 64 KiB. */
  maxBytes?: number;
}

/** An answer. */
export interface SafeResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** More would have come. */
  truncated: boolean;
}

/**
 * {@link guardedRequest} with its answer read, limited in time and size. Every status is an answer, redirects
 * too.
 *
 * @throws `PW_FETCH_*`: what the address is refused for, `PW_FETCH_TIMEOUT`, `PW_FETCH_FAILED` (with the error
 * of the socket as `cause`); the reason of `signal`.
 */
export async function safeRequest(
  address: string | URL,
  options: SafeRequestOptions = {},
): Promise<SafeResponse> {
  const { timeoutMs = 20_000, maxBytes = 64 * 1024, signal } = options;
  const url = checkAddress(String(address), options);
  const stop = new AbortController();
  const late = problem(
    'PW_FETCH_TIMEOUT',
    url,
    `did not answer within ${timeoutMs} ms`,
    'Try again.',
  );
  const timer = setTimeout(() => stop.abort(late), timeoutMs);
  const passOn = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', passOn, { once: true });
  try {
    signal?.throwIfAborted();
    const response = await guardedRequest(url, { ...options, signal: stop.signal });
    const { body, truncated } = await readCapped(response, maxBytes);
    return { status: response.statusCode ?? 0, headers: response.headers, body, truncated };
  } catch (error) {
    stop.signal.throwIfAborted();
    signal?.throwIfAborted();
    if (PlugwrightError.isInstance(error)) throw error;
    throw new PlugwrightError({
      code: 'PW_FETCH_FAILED',
      message: `${url.origin} cannot be reached${socketCode(error)}.`,
      hint: 'Check the address and the network.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', passOn);
  }
}

/** The code of a socket error in brackets, when it has one that can be shown. */
export function socketCode(error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? ` (${code})` : '';
}

async function readCapped(
  response: IncomingMessage,
  maxBytes: number,
): Promise<{ body: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    // Leaving the loop destroys the connection.
    if (size > maxBytes) break;
  }
  return { body: Buffer.concat(chunks), truncated: size > maxBytes };
}
