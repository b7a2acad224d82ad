export { connectPluginJobs, type PluginJobsDesk } from './connect-plugin-jobs.js';
export { gateVerdict } from './create-failure.js';
export type { Order, Reply } from './inbox.js';
export { jobsDirectory, stateDirectory } from './jobs-directory.js';
export {
  defaultConcurrency,
  openPluginJobs,
  type OpenPluginJobsOptions,
} from './open-plugin-jobs.js';
export { pluginCreateKind, type PluginKindOptions } from './plugin-create-kind.js';
export {
  PLUGIN_CREATE,
  type PluginJobInput,
  type PluginJobOutput,
  type PluginJobRequest,
  type PluginJobResult,
  RESULT_FILE,
} from './plugin-job.js';
export { hideQueuePassword, inspectQueue, openQueue, type QueueReport } from './queue.js';
export { WEBHOOK_SECRET, webhookKeys } from './webhook-secrets.js';
export { openJobQuestion, readResult } from './read-result.js';
export type { SharedJobs } from '@plugwright/jobs/redis';
export {
  checkCallbacks,
  exportJobs,
  isTerminal,
  JOB_STATES,
  jobStatistics,
  type JobStatistics,
  openJobs,
  type RetentionPlan,
  statisticsSvg,
  statisticsText,
  type CreatedJob,
  type JobEvent,
  type JobQuery,
  type JobQuestion,
  type JobRecord,
  type JobRequest,
  type Jobs,
  type JobState,
  type JsonValue,
} from '@plugwright/jobs';
