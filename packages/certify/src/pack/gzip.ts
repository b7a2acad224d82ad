import { gzipSync } from 'fflate';

/**
 * gzip (RFC 1952) without a name and a time in its header. The deflate is JavaScript of one exact version: what zlib
 * gives differs between versions of Node.js and between processors.
 */
export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 9, mtime: 0 });
