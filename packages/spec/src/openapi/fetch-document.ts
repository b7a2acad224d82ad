import type { IncomingMessage } from 'node:http';
import { PlugwrightError } from '@plugwright/errors';
import { checkAddress, guardedRequest, type ResolveHost, shownUrl } from '@plugwright/safe-fetch';

export type { ResolveHost } from '@plugwright/safe-fetch';

export interface FetchDocumentOptions {
  /** Also `http:` URLs. Default no. */
  allowHttp?: boolean;
  /** Also addresses that are not on the public internet. Default no. */
  allowPrivate?: boolean;
  /** Most bytes of the document, after decoding none: it is asked for uncompressed. Default 64 MiB. */
  maxBytes?: number;
  /** For the whole of it, redirects included. Default 30,000 ms. */
  timeoutMs?: number;
  /** Default 5. */
  maxRedirects?: number;
  signal?: AbortSignal;
  /** Resolves host names. Default: the system. */
  resolve?: ResolveHost;
}

/**
 * Fetches a document over HTTPS, for text that is nobody's to trust: every address, also that of a
 * redirect, is checked after it was resolved, and the connection goes to the very address that was
 * checked, so that a second answer of the name server changes nothing (DNS rebinding).
 *
 * Throws `PlugwrightError` with a code `PW_FETCH_*`; its message never holds credentials or a query.
 */
export async function fetchDocument(
  address: string,
  options: FetchDocumentOptions = {},
): Promise<{ text: string; source: string }> {
  const { timeoutMs = 30_000, maxRedirects = 5 } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal =
    options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  let url = checkAddress(address, options);
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await guardedRequest(url, {
        ...options,
        signal,
        headers: {
          accept: 'application/json, application/yaml, text/yaml, text/plain;q=0.9, */*;q=0.5',
          'accept-encoding': 'identity',
        },
      });
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if ([301, 302, 303, 307, 308].includes(status) && location !== undefined) {
        response.destroy();
        if (redirects >= maxRedirects)
          throw problem(
            'PW_FETCH_REDIRECTS',
            url,
            `redirects more than ${maxRedirects} times`,
            'Give the final address.',
          );
        url = checkAddress(location, options, url);
        continue;
      }
      if (status < 200 || status > 299) {
        response.destroy();
        throw problem(
          'PW_FETCH_STATUS',
          url,
          `answers with status ${status}`,
          'Open the address in a browser and see what it needs.',
        );
      }
      const encoding = response.headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') {
        response.destroy();
        throw problem(
          'PW_FETCH_ENCODING',
          url,
          'is sent compressed, though it was asked for as it is; nothing is unpacked here (limit: 1:1)',
          'Download and unpack the document, and give the file.',
        );
      }
      return { text: await readText(response, url, options), source: shownUrl(url) };
    }
  } catch (error) {
    if (PlugwrightError.isInstance(error)) throw error;
    if (timeout.aborted)
      throw problem(
        'PW_FETCH_TIMEOUT',
        url,
        `did not answer within ${timeoutMs} ms`,
        'Try again, or download the document and give the file.',
      );
    options.signal?.throwIfAborted();
    throw problem(
      'PW_FETCH_FAILED',
      url,
      `cannot be reached${codeOf(error)}`,
      'Check the address and the network.',
    );
  }
}

const codeOf = (error: unknown): string => {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? ` (${code})` : '';
};

const problem = (code: string, url: URL, what: string, hint: string): PlugwrightError =>
  new PlugwrightError({ code, message: `${shownUrl(url)} ${what}.`, hint });

async function readText(
  response: IncomingMessage,
  url: URL,
  { maxBytes = 64 * 1024 * 1024 }: FetchDocumentOptions,
): Promise<string> {
  const tooLarge = () =>
    problem(
      'PW_FETCH_TOO_LARGE',
      url,
      `is larger than ${Math.floor(maxBytes / 1024)} KiB`,
      'Give a smaller document.',
    );
  const announced = Number(response.headers['content-length'] ?? 0);
  if (announced > maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
