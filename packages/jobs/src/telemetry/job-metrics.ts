import type { Attributes, Meter } from '@opentelemetry/api';
import type { JobEvent } from '../job-event.js';
import type { JobRecord } from '../job-record.js';
import type { Jobs } from '../jobs.js';
import type { DeliveryReport } from '../webhooks/deliver-webhooks.js';
import { METRICS, SECONDS } from './telemetry-names.js';

/** Counts what happens; the names and ids of people and jobs are never labels. */
export interface JobMetrics {
  /** `job`: the record after the event, for those that need it. */
  event(event: JobEvent, job: JobRecord | undefined): void;
  delivery(report: DeliveryReport): void;
  /** Stops to observe depth and age. */
  stop(): void;
}

/** Metrics of the jobs, by the names in {@link METRICS}; times in seconds. */
export function jobMetrics(
  meter: Meter,
  jobs: Pick<Jobs, 'stats' | 'outboxDue'>,
  now: () => number,
): JobMetrics {
  const seconds = (name: string, description: string) =>
    meter.createHistogram(name, {
      unit: 's',
      description,
      advice: { explicitBucketBoundaries: SECONDS },
    });
  const duration = seconds(METRICS.duration, 'From the first attempt to the end');
  const queueTime = seconds(METRICS.queueTime, 'From free to run until an attempt began');
  const stepDuration = seconds(METRICS.stepDuration, 'Run time of steps that were not reused');
  const lag = seconds(METRICS.deliveryLag, 'From an event to its delivery');
  const retries = meter.createCounter(METRICS.retries, {
    description: 'Attempts that failed and are tried again',
  });
  const recovered = meter.createCounter(METRICS.recovered, {
    description: 'Jobs taken over from a dead process',
  });
  const deliveries = meter.createCounter(METRICS.deliveries, {
    description: 'Tries of webhook deliveries',
  });

  const depth = meter.createObservableGauge(METRICS.jobs, { description: 'Jobs by state' });
  const slots = meter.createObservableGauge(METRICS.slots, { description: 'Places for attempts' });
  const age = meter.createObservableGauge(METRICS.oldestQueuedAge, {
    unit: 's',
    description: 'Age of the oldest queued job',
  });
  const outboxAge = meter.createObservableGauge(METRICS.outboxAge, {
    unit: 's',
    description: 'Age of the oldest event whose delivery is due',
  });
  const observed = [depth, slots, age, outboxAge];
  const observe: Parameters<Meter['addBatchObservableCallback']>[0] = async (result) => {
    const [stats, due] = await Promise.all([jobs.stats(), jobs.outboxDue(50)]);
    for (const [status, count] of Object.entries(stats.byState))
      result.observe(depth, count, { status });
    result.observe(slots, stats.running, { state: 'used' });
    result.observe(slots, Math.max(0, stats.slots - stats.running), { state: 'available' });
    result.observe(age, (stats.oldestQueuedMs ?? 0) / 1000);
    const oldest = due
      .flatMap(({ outbox }) => outbox.filter(({ status }) => status === 'due'))
      .reduce((first, { createdAt }) => Math.min(first, createdAt), now());
    result.observe(outboxAge, Math.max(0, now() - oldest) / 1000);
  };
  meter.addBatchObservableCallback(observe, observed);

  return {
    event({ type, kind, at, step, data, state }, job) {
      const labels: Attributes = { kind };
      // It may be queued again by now.
      if (type === 'job.started' && job?.queuedAt !== undefined && job.queuedAt <= at)
        queueTime.record((at - job.queuedAt) / 1000, labels);
      if (type === 'job.retrying') retries.add(1, labels);
      if (type === 'job.recovered') recovered.add(1, labels);
      const ms = typeof data === 'object' && data !== null && 'ms' in data ? data.ms : undefined;
      if (type === 'job.step.completed' && typeof ms === 'number')
        stepDuration.record(ms / 1000, { ...labels, step: step ?? '' });
      if (job?.endedAt !== undefined)
        duration.record(Math.max(0, job.endedAt - (job.startedAt ?? job.endedAt)) / 1000, {
          ...labels,
          status: state,
          ...(job.error && state === 'failed' && { 'error.type': job.error.code }),
        });
    },
    delivery({ entry, attempt, outcome }) {
      deliveries.add(1, { outcome });
      if (outcome === 'delivered')
        lag.record(Math.max(0, attempt.at + attempt.ms - entry.createdAt) / 1000);
    },
    stop: () => meter.removeBatchObservableCallback(observe, observed),
  };
}
