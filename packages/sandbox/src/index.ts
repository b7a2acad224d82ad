export { run, requireLevel } from './run.js';
export type { CopyOut, Inside, RunOptions, RunResult } from './run-options.js';
export { defaultLimits, limitsWith, type LimitName, type Limits } from './limits.js';
export {
  driverNames,
  installHint,
  reaches,
  restrictedWarning,
  type Canary,
  type DriverName,
  type Isolation,
  type IsolationLevel,
} from './isolation.js';
export { findIsolation, type FindIsolationOptions } from './find-isolation.js';
export { selfTest, type SelfTest, type SelfTestOptions } from './self-test.js';
export { attempts, tryAttempts, type TryOptions } from './attempts/try-attempts.js';
export type { Attempt } from './attempts/attempt.js';
export { runProcess, type ProcessResult, type RunProcessOptions } from './run-process.js';
export { isRefusedVariable, processEnvironment } from './process-environment.js';
export { sandboxWorkspace } from './inside-paths.js';
export { processesOfRun, runMarker } from './process-tree.js';
