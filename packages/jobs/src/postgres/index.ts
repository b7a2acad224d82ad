export { inspectPostgres, type PostgresReport } from './inspect-postgres.js';
export { openPostgresJobs, type PostgresJobsOptions } from './open-postgres-jobs.js';
export type { SharedJobs, SharedJobsOptions } from '../shared/open-shared-jobs.js';
