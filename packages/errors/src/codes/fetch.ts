import { type ErrorCodes, input } from '../error-code.js';

/** Codes of fetching documents. */
export const FETCH_CODES = {
  PW_FETCH_URL: input('An address is not a URL.', 'Write it whole, starting with https://.'),
  PW_FETCH_SCHEME: input(
    'Documents are not fetched over this protocol.',
    'Use https, or download the document and give the file.',
  ),
  PW_FETCH_CREDENTIALS: input(
    'A URL holds a user name or password.',
    'Remove them; documents are fetched without credentials.',
  ),
  PW_FETCH_PRIVATE: input(
    'An address is not on the public internet.',
    'Download the document and give the file.',
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
    'A document did not arrive in time.',
    'Try again, or download it and give the file.',
  ),
  PW_FETCH_FAILED: input('A document cannot be fetched.', 'Check the address and the network.'),
} as const satisfies ErrorCodes;
