import { checkCertificate, type CheckedPlugin, type CheckOptions } from '../check-certificate.js';
import { now, tarball, trust } from './signed.js';

const plugin: CheckedPlugin = { kind: 'tarball', bytes: tarball.bytes };

/** Checks bytes as the certificate of the small package, by whoever has pinned its key. */
export const check = (
  bytes: Uint8Array,
  options: Partial<CheckOptions> = {},
  about: CheckedPlugin = plugin,
) => checkCertificate(bytes, about, { trust, now, ...options });
/** The codes of what such a check refuses. */
export const codes = (...args: Parameters<typeof check>) =>
  check(...args).problems.map(({ code }) => code);
