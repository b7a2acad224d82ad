export { systemClock, type Clock } from './clock.js';
export type { JobEvent } from './job-event.js';
export type {
  AttemptLimits,
  CreatedJob,
  JobContext,
  JobKind,
  JobRequest,
  StepContext,
  StepOptions,
} from './job-kind.js';
export {
  SCHEMA_VERSION,
  type Callback,
  type ChildGroup,
  type ContentRef,
  type DeliveryAttempt,
  type JobEventType,
  type JobFailure,
  type JobQuestion,
  type JobRecord,
  type JournalEntry,
  type Lease,
  type OutboxEntry,
  type StepRecord,
  type StoredValue,
  type Usage,
} from './job-record.js';
export {
  isTerminal,
  JOB_STATES,
  mayTransit,
  TERMINAL_STATES,
  TRANSITIONS,
  type JobState,
  type TerminalState,
  type TransitionName,
} from './job-state.js';
export type {
  EventQuery,
  JobPage,
  JobQuery,
  JobStore,
  StateCount,
  StateEntry,
  StoreBatch,
  StoreMeta,
} from './job-store.js';
export type { Jobs } from './jobs.js';
export type { JsonValue } from './json-value.js';
export type {
  BucketLimit,
  Concurrency,
  CreationLimits,
  JobsHealth,
  JobStats,
  OpenJobsOptions,
  StoreChoice,
} from './open-jobs-options.js';
export type { ProcessTable } from './process-table.js';
export type { RetentionPlan, RetentionPolicy, RetentionRule } from './retention.js';
export type { DeliveryOptions, WebhookTarget } from './webhooks/attempt-delivery.js';
export { CALLBACK_POLICY, checkCallbacks } from './webhooks/check-callbacks.js';
export {
  deliverWebhooks,
  type DeliveryReport,
  type WebhookOptions,
  type Webhooks,
} from './webhooks/deliver-webhooks.js';
export { DELIVERY_SCHEDULE } from './webhooks/delivery-schedule.js';
export { owedDeliveries } from './webhooks/owed-deliveries.js';
export type { DeliveryEnd } from './webhooks/outbox-changes.js';
export { deadDeliveries, type DeliveryChoice, replayWebhooks } from './webhooks/replay-webhooks.js';
export { newWebhookSecret, signWebhook, type WebhookHeaders } from './webhooks/sign-webhook.js';
export { jsonStore, sqliteStore } from './choose-store.js';
export { JobLimitError } from './jobs-error.js';
export { keyvStore, type KeyvStoreOptions } from './keyv-store.js';
export { RUN_VARIABLE } from './linux-processes.js';
export { openJobs } from './open-jobs.js';
export {
  type Durations,
  jobStatistics,
  type JobStatistics,
  type StatisticsQuery,
} from './history/job-statistics.js';
export { type ExportedJob, exportJobs } from './history/export-jobs.js';
export { serverSentEvent } from './history/server-sent-event.js';
export { statisticsSvg } from './history/statistics-svg.js';
export { statisticsText, type StatisticsTextOptions } from './history/statistics-text.js';
export { withHistory } from './history/with-history.js';
export { observeJobs, type ObservedJobs, type ObserveOptions } from './telemetry/observe-jobs.js';
export type { OpenTelemetryApi } from './telemetry/trace-context.js';
