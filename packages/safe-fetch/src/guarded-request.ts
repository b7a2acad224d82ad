import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  type AddressPolicy,
  checkAddress,
  literalAddress,
  requireAllowed,
} from './check-address.js';

/** One address of a host. */
export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly ResolvedAddress[]>;

/** What {@link guardedRequest} can be told. */
export interface GuardedRequestOptions extends AddressPolicy {
  /** Default `GET`. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Ends the request at any point: resolving, connecting, sending, waiting, reading. */
  signal?: AbortSignal;
  /** Resolves host names. Default: the system. */
  resolve?: ResolveHost;
  /** Certificates to trust in place of the usual ones, PEM: an authority of the own house. */
  ca?: string | readonly string[];
}

/** Most bytes of the header of an answer. */
const MAX_HEADER_BYTES = 16 * 1024;

const resolveBySystem: ResolveHost = (host) => systemLookup(host, { all: true, verbatim: true });

/**
 * One request to an address that came from outside. The host is resolved once, every address is checked, and the
 * connection goes to an address of those, so that a second answer of the name server changes nothing (DNS
 * rebinding). No redirect is followed, no proxy of the environment used, no connection kept or reused.
 *
 * @throws what {@link checkAddress} throws; `PW_FETCH_FAILED` for a host without address; else the error of
 * the socket.
 */
export async function guardedRequest(
  address: string | URL,
  options: GuardedRequestOptions = {},
): Promise<IncomingMessage> {
  const { signal, body } = options;
  const url = checkAddress(String(address), options);
  signal?.throwIfAborted();
  const addresses = await untilAborted(addressesOf(url, options), signal);
  signal?.throwIfAborted();
  const requestOptions: RequestOptions & { autoSelectFamily: boolean } = {
    // Whatever the command line of Node says: `lookup` is then always asked for all addresses.
    autoSelectFamily: true,
    method: options.method ?? 'GET',
    // An own agent: a pooled connection might lead to an address that was never checked, and the global one
    // can be told by the environment to use a proxy, which would resolve the name again.
    agent: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: {
      'user-agent': 'plugwright',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...options.headers,
    },
    ...(signal === undefined ? {} : { signal }),
    lookup: (_host, _options, callback) =>
      callback(
        null,
        addresses.map(({ address, family }) => ({ address, family })),
      ),
  };
  const trust = {
    // Not to be switched off by NODE_TLS_REJECT_UNAUTHORIZED.
    rejectUnauthorized: true,
    ...(options.ca === undefined ? {} : { ca: [options.ca].flat() }),
  };
  return new Promise((resolve, reject) => {
    const sent =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...requestOptions, ...trust }, resolve)
        : httpRequest(url, requestOptions, resolve);
    sent.on('error', reject).end(body);
  });
}

async function addressesOf(
  url: URL,
  options: GuardedRequestOptions,
): Promise<readonly ResolvedAddress[]> {
  const literal = literalAddress(url);
  if (literal !== undefined) return [{ address: literal, family: literal.includes(':') ? 6 : 4 }];
  const addresses = await (options.resolve ?? resolveBySystem)(url.hostname);
  requireAllowed(
    addresses.map(({ address }) => address),
    url,
    options,
  );
  return addresses;
}

/** The system's resolver cannot be stopped; nobody has to wait for it. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
