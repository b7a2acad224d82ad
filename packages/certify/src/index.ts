export type {
  Capabilities,
  CapabilityKind,
  CertificateFacts,
  FindingFact,
  GateFact,
  MeasureFact,
  ScanFact,
} from './facts.js';
export { canonicalJson } from './canonical-json.js';
export { digestOf, treeDigest } from './digest.js';
export { type Answer, type Check, type Verdict } from './policy/check.js';
export { isSecretRule } from './policy/checked-checks.js';
export { type CheckId, CHECKS, checkOf } from './policy/checks.js';
export { defaultPolicy } from './policy/default-policy.js';
export { type CheckResult, type Decision, evaluate, levelOf } from './policy/evaluate.js';
export {
  type Level,
  levelNames,
  levels,
  parsePolicy,
  type Policy,
  type PolicyCheck,
  policyDigest,
} from './policy/policy.js';
export {
  type Envelope,
  generateSigningKey,
  isSignedBy,
  preAuthenticationEncoding,
  type PublicKey,
  publicKeyOf,
  signEnvelope,
  statementType,
} from './envelope/dsse.js';
export { readEnvelope, readPayload, type Refusal } from './envelope/read-certificate.js';
export {
  type CertificateBody,
  predicateType,
  type Statement,
  statementOf,
} from './envelope/statement.js';
export { type JsonFault, parseStrictJson } from './envelope/strict-json.js';
export {
  type Certificate,
  certificateLimit,
  issueCertificate,
  writeEnvelope,
} from './certificate.js';
export {
  type AdvisoryMatches,
  type AdvisoryMatch,
  checkCertificate,
  type CheckedPlugin,
  type CheckOptions,
  type CheckProblem,
  type CheckReport,
} from './check-certificate.js';
export {
  noRevocations,
  noTrust,
  parseRevocations,
  parseTrust,
  type Revocations,
  type TrustedKey,
  trustedKey,
  type TrustFile,
  trustLimit,
  withKeys,
  writeTrust,
} from './trust.js';
export { manifestIn, packDirectory, packFiles, type Tarball } from './pack/pack-directory.js';
export { type PackedFile, tarOf } from './pack/tar.js';
export { unpackTarball, type UnpackedTarball } from './pack/untar.js';
export { packagesIn, purlOf, type Sbom, sbomOf, type SbomPackage } from './sbom.js';
export { certificateBadge } from './report/badge.js';
export { certificatePage, type PageOptions } from './report/page.js';
