/** Names of spans' attributes and of metrics, in one place. `messaging.*`, `error.type`: OpenTelemetry semantic conventions 1.37. */
export const ATTRIBUTES = {
  system: 'messaging.system',
  operation: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  messageId: 'messaging.message.id',
  attempt: 'plugwright.job.attempt',
  step: 'plugwright.job.step',
  status: 'plugwright.job.status',
  errorType: 'error.type',
  httpStatus: 'http.response.status_code',
  serverAddress: 'server.address',
} as const;

export const METRICS = {
  duration: 'plugwright.job.duration',
  queueTime: 'plugwright.job.queue_time',
  stepDuration: 'plugwright.job.step.duration',
  retries: 'plugwright.job.retries',
  recovered: 'plugwright.jobs.recovered',
  jobs: 'plugwright.jobs',
  oldestQueuedAge: 'plugwright.jobs.oldest_queued_age',
  slots: 'plugwright.workers.slots',
  deliveries: 'plugwright.webhook.deliveries',
  deliveryLag: 'plugwright.webhook.lag',
  outboxAge: 'plugwright.webhook.outbox.oldest_age',
} as const;

/** Bounds of histograms in seconds: from a no-op to half an hour. */
export const SECONDS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60, 120, 300, 600, 1200, 1800];
