export { auditPath, auditTree, type AuditOptions } from './audit.js';
export { checkPackages } from './check-packages.js';
export { type AdvisoryOptions, DEFAULT_ADDRESS, LIMIT_DAYS } from './check-advisories.js';
export type { AuditNetwork } from './ask-json.js';
export { type AdvisoryArchive, readArchive } from './archive.js';
export { DEPENDENCY_RULES, type DependencyRuleName } from './dependency-rules.js';
export type {
  AdvisorySource,
  AdvisorySourceKind,
  AdvisoryVerdict,
  AuditAnswer,
  AuditCoverage,
  AuditedPackage,
  AuditResult,
  CheckAnswer,
  CheckStatus,
  DependencyCheck,
  PackagesVerdict,
  PackageVersion,
  Vulnerability,
} from './audit-result.js';
export { importArchive, type ImportOptions, OSV_ARCHIVE, pullArchive } from './import-archive.js';
export { auditText } from './audit-text.js';
