export { childVariables, withChildVariables } from './child-variables.js';
export {
  findStore,
  storeDirectory,
  storeManifest,
  storePackages,
  type DependencyStore,
  type FindStoreOptions,
} from './dependency-store.js';
export { prepareStore, type PrepareStoreOptions } from './prepare-store.js';
export { createWorkspace, type Workspace, type WorkspaceOptions } from './workspace.js';
export { createTypeChecker, type TypeChecker, type TypeCheckerOptions } from './type-checker.js';
export { startFixtureServer, type FixtureServer, type RecordedRequest } from './fixture-server.js';
export { dummyValue } from './dummy-values.js';
export type { ActionEvidence } from './boot-protocol.js';
export { readPluginDirectory } from './read-plugin-directory.js';
export {
  gateNames,
  type GateDiagnostic,
  type GateEvidence,
  type GateName,
  type GateResult,
  type SourceFile,
  type VerifyIsolation,
  type VerifyProgress,
  type VerifyReport,
} from './report.js';
export { verifyDirectory, verifyFiles, type VerifyOptions } from './verify.js';
export * from './evidence/index.js';
export * from './bench/index.js';
