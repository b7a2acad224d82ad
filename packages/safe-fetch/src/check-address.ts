import { PlugwrightError } from '@plugwright/errors';
import { isAllowedAddress } from './public-address.js';

/** Where requests may go. */
export interface AddressPolicy {
  /** Also `http:` URLs. Default no. */
  allowHttp?: boolean;
  /** Also addresses that are not on the public internet. Default no. */
  allowPrivate?: boolean;
  /** Networks that are not public and may be reached all the same, as `10.1.0.0/16`: an intranet. */
  allowCidrs?: readonly string[];
  /** The only ports; default: any. */
  ports?: readonly number[] | 'any';
}

/**
 * The URL of an address that came from outside, checked by its text alone: protocol, credentials, port, and the
 * host when it is an IP address in whatever spelling. A host name is checked when it is resolved.
 *
 * @throws `PW_FETCH_URL`, `PW_FETCH_SCHEME`, `PW_FETCH_CREDENTIALS`, `PW_FETCH_PORT`, `PW_FETCH_PRIVATE`,
 * `PW_FETCH_CIDR`. No message holds credentials or a query.
 */
export function checkAddress(text: string, policy: AddressPolicy = {}, base?: URL): URL {
  if (!URL.canParse(text, base?.href))
    throw new PlugwrightError({
      code: 'PW_FETCH_URL',
      message: 'This is not a URL.',
      hint: 'Write it whole, such as https://example.com/openapi.json.',
    });
  const url = new URL(text, base);
  const { allowHttp = false, ports = 'any' } = policy;
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:'))
    throw new PlugwrightError({
      code: 'PW_FETCH_SCHEME',
      message: `Nothing is fetched over ${url.protocol.replace(/:$/, '')}.`,
      hint: allowHttp
        ? 'Use https or http.'
        : 'Use https; a document can be downloaded and given as a file.',
    });
  if (url.username !== '' || url.password !== '')
    throw problem(
      'PW_FETCH_CREDENTIALS',
      url,
      'is given with a user name or password',
      'Remove them; requests are made without credentials.',
    );
  if (ports !== 'any' && !ports.includes(portOf(url)))
    throw problem(
      'PW_FETCH_PORT',
      url,
      `is on port ${portOf(url)}, which is not allowed`,
      `Use port ${ports.join(' or ')}.`,
    );
  const literal = literalAddress(url);
  if (literal !== undefined) requireAllowed([literal], url, policy);
  return url;
}

/** Throws unless every address is allowed: a mixed answer of a name server is how rebinding starts. */
export function requireAllowed(
  addresses: readonly string[],
  url: URL,
  { allowPrivate = false, allowCidrs }: AddressPolicy,
): void {
  if (addresses.length === 0)
    throw problem('PW_FETCH_FAILED', url, 'has no address', 'Check the address.');
  if (allowPrivate || addresses.every((address) => isAllowedAddress(address, allowCidrs))) return;
  throw problem(
    'PW_FETCH_PRIVATE',
    url,
    'is not on the public internet',
    'Use a public address; a document can be downloaded and given as a file.',
  );
}

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));

/**
 * The host when it is an IP address. The URL parser has turned every spelling (octal, hexadecimal, one number,
 * full-width digits) into the usual one by now, and refuses zone identifiers.
 */
export const literalAddress = ({ hostname }: URL): string | undefined =>
  hostname.startsWith('[')
    ? hostname.slice(1, -1)
    : /^\d+\.\d+\.\d+\.\d+$/.test(hostname)
      ? hostname
      : undefined;

/** The URL as it may be shown: without user, password, query and fragment. */
export const shownUrl = (url: URL): string => `${url.origin}${url.pathname}`;

/** A problem of a URL; its message says which, without secrets. */
export const problem = (code: string, url: URL, what: string, hint: string): PlugwrightError =>
  new PlugwrightError({ code, message: `${shownUrl(url)} ${what}.`, hint });
