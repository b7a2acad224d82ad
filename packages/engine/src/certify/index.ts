export { certify, type CertifyOptions, type CertifyResult, type Signer } from './certify.js';
export { attachmentEndings, certificateEnding, check, type CheckOptions } from './check.js';
export {
  findSigningKey,
  newSigningKey,
  noSigningKey,
  pinKeys,
  readTrust,
  rotateSigningKey,
  signingKeyName,
  trustPath,
} from './signing-keys.js';
export { recheck, type RecheckedPlugin, type RecheckOptions } from './recheck.js';
export { reproduce, type ReproduceOptions, type ReproduceResult } from './reproduce.js';
export { voucherFacts } from './voucher-facts.js';
