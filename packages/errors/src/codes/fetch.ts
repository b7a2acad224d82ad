import { type ErrorCodes, input } from '../error-code.js';

/** Codes of requests to addresses from outside: documents, callbacks. */
export const FETCH_CODES = {
  PW_FETCH_URL: input('An address is not a URL.', 'Write it whole, starting with https://.'),
  PW_FETCH_SCHEME: input(
    'Nothing is fetched over this protocol.',
    'Use https; a document can be downloaded and given as a file.',
  ),
  PW_FETCH_CREDENTIALS: input(
    'A URL holds a user name or password.',
    'Remove them; requests are made without credentials.',
  ),
  PW_FETCH_PRIVATE: input(
    'An address is not on the public internet.',
    'Use a public address; a document can be downloaded and given as a file.',
  ),
  PW_FETCH_PORT: input(
    'A URL names a port that is not allowed.',
    'Use port 443, or allow the port.',
  ),
  PW_FETCH_CIDR: input(
    'A network that is to be allowed is not written as one.',
    'Write it as 10.1.0.0/16 or fd00:1::/32.',
  ),
  PW_FETCH_REDIRECTS: input('A document redirects too often.', 'Give the final address.'),
  PW_FETCH_STATUS: input(
    'A server does not give out the document.',
    'Open the address in a browser and see what it needs.',
  ),
  PW_FETCH_TOO_LARGE: input('A document is too large to fetch.', 'Give a smaller document.'),
  PW_FETCH_ENCODING: input(
    'A document is sent compressed, and could be far larger than it looks.',
    'Download and unpack it, and give the file.',
  ),
  PW_FETCH_TIMEOUT: input(
    'An answer did not arrive in time.',
    'Try again, or download it and give the file.',
  ),
  PW_FETCH_FAILED: input('An address cannot be reached.', 'Check the address and the network.'),
} as const satisfies ErrorCodes;
