import { gunzipSync, gzipSync } from 'node:zlib';

/** More than any bundle within its budget. */
const mostBytes = 64 * 1024 * 1024;

/** A bundle as text in a baseline. */
export const packBundle = (bundle: Uint8Array): string => gzipSync(bundle).toString('base64');

/** @throws RangeError when it is larger than any bundle, Error when it is none. */
export const unpackBundle = (packed: string): Uint8Array =>
  gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostBytes });
