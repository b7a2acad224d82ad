import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import ipaddr from 'ipaddr.js';
import { PlugwrightError } from '@plugwright/errors';
import { isPublicAddress } from './public-address.js';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>;

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

const resolveBySystem: ResolveHost = (host) => systemLookup(host, { all: true, verbatim: true });

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
  let url = checkUrl(address, undefined, options);
  try {
    for (let redirects = 0; ; redirects++) {
      const response = await get(url, options, signal);
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
        url = checkUrl(location, url, options);
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
      return { text: await readText(response, url, options), source: withoutSecrets(url) };
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

/** The URL as it may be shown: without user, password, query and fragment. */
const withoutSecrets = (url: URL): string => `${url.origin}${url.pathname}`;

const problem = (code: string, url: URL, what: string, hint: string): PlugwrightError =>
  new PlugwrightError({ code, message: `${withoutSecrets(url)} ${what}.`, hint });

function checkUrl(
  text: string,
  base: URL | undefined,
  { allowHttp = false }: FetchDocumentOptions,
): URL {
  if (!URL.canParse(text, base?.href))
    throw new PlugwrightError({
      code: 'PW_FETCH_URL',
      message: 'This is not a URL.',
      hint: 'Write it whole, such as https://example.com/openapi.json.',
    });
  const url = new URL(text, base);
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:'))
    throw new PlugwrightError({
      code: 'PW_FETCH_SCHEME',
      message: `Documents are not fetched over ${url.protocol.replace(/:$/, '')}.`,
      hint: allowHttp
        ? 'Use https or http.'
        : 'Use https, or download the document and give the file.',
    });
  if (url.username !== '' || url.password !== '')
    throw problem(
      'PW_FETCH_CREDENTIALS',
      url,
      'is given with a user name or password',
      'Remove them; documents are fetched without credentials.',
    );
  return url;
}

/** The addresses of a host, all of which must be allowed: a mixed answer is how rebinding starts. */
async function checkedAddresses(
  url: URL,
  options: FetchDocumentOptions,
): Promise<readonly ResolvedAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const literal = ipaddr.isValid(host);
  const addresses = literal
    ? [{ address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 }]
    : await (options.resolve ?? resolveBySystem)(host);
  if (addresses.length === 0)
    throw problem('PW_FETCH_FAILED', url, 'has no address', 'Check the address.');
  if (options.allowPrivate !== true && !addresses.every(({ address }) => isPublicAddress(address)))
    throw problem(
      'PW_FETCH_PRIVATE',
      url,
      'is not on the public internet',
      'Download the document and give the file.',
    );
  return addresses;
}

async function get(
  url: URL,
  options: FetchDocumentOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const addresses = await checkedAddresses(url, options);
  signal.throwIfAborted();
  const requestOptions: RequestOptions = {
    method: 'GET',
    // An own agent: a pooled connection might lead to an address that was never checked.
    agent: false,
    signal,
    headers: {
      accept: 'application/json, application/yaml, text/yaml, text/plain;q=0.9, */*;q=0.5',
      'accept-encoding': 'identity',
      'user-agent': 'plugwright',
    },
    lookup: (_host, lookupOptions, callback) => {
      const [first] = addresses;
      if (lookupOptions.all === true)
        callback(
          null,
          addresses.map(({ address, family }) => ({ address, family })),
        );
      else if (first !== undefined) callback(null, first.address, first.family);
    },
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    send(url, requestOptions, resolve).on('error', reject).end();
  });
}

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
