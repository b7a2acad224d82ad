import { systemClock } from '../clock.js';
import type { JobEvent } from '../job-event.js';
import type { JobRequest } from '../job-kind.js';
import { isTerminal } from '../job-state.js';
import type { Jobs } from '../jobs.js';
import type { DeliveryReport } from '../webhooks/deliver-webhooks.js';
import { jobMetrics } from './job-metrics.js';
import { ATTRIBUTES } from './telemetry-names.js';
import { carrierOf, contextOf, loadOpenTelemetry, type OpenTelemetryApi } from './trace-context.js';
import { tracedKind } from './traced-kind.js';

const SCOPE = '@plugwright/jobs';

/** Jobs that are observed. */
export interface ObservedJobs {
  /** The same jobs: what is created and defined through them is traced. */
  jobs: Jobs;
  /** For `onDelivery` of the webhooks. */
  onDelivery(report: DeliveryReport): void;
  /** Resolves when all that has happened is reported. */
  settled(): Promise<void>;
  stop(): void;
}

/** What to observe with. */
export interface ObserveOptions {
  /** The module `@opentelemetry/api`; default: loaded when it is installed. */
  api?: OpenTelemetryApi;
  now?(): number;
}

/**
 * Spans and metrics by OpenTelemetry, to whatever SDK the host has registered; without the API or an SDK nothing
 * happens. One trace: creation (producer), every attempt (consumer) with its steps, the job from creation to end, and
 * its webhooks, across queue and restart, because the record carries `traceparent`.
 */
export async function observeJobs(jobs: Jobs, options: ObserveOptions = {}): Promise<ObservedJobs> {
  const api = options.api ?? (await loadOpenTelemetry());
  if (api === undefined)
    return { jobs, onDelivery: () => {}, settled: async () => {}, stop: () => {} };
  const tracer = api.trace.getTracer(SCOPE);
  const metrics = jobMetrics(api.metrics.getMeter(SCOPE), jobs, options.now ?? systemClock.now);
  const pending = new Set<Promise<void>>();
  const attributesOf = (kind: string, operation: string, type: string) => ({
    [ATTRIBUTES.system]: 'plugwright',
    [ATTRIBUTES.operation]: operation,
    [ATTRIBUTES.operationType]: type,
    [ATTRIBUTES.destination]: kind,
  });

  async function report(event: JobEvent): Promise<void> {
    const needed = event.type === 'job.started' || ENDS.has(event.type);
    const job = needed ? await jobs.get(event.jobId) : undefined;
    metrics.event(event, job);
    if (job?.endedAt === undefined || !isTerminal(event.state)) return;
    const span = tracer.startSpan(
      `job ${job.kind}`,
      {
        startTime: job.createdAt,
        attributes: {
          [ATTRIBUTES.messageId]: job.id,
          [ATTRIBUTES.destination]: job.kind,
          [ATTRIBUTES.status]: event.state,
          [ATTRIBUTES.attempt]: job.attempt,
          ...(job.error && event.state === 'failed' && { [ATTRIBUTES.errorType]: job.error.code }),
        },
      },
      contextOf(api!, job),
    );
    if (event.state === 'failed') span.setStatus({ code: api!.SpanStatusCode.ERROR });
    span.end(Math.max(job.createdAt, job.endedAt));
  }

  const off = jobs.on((event) => {
    // A record that cannot be read is the engine's concern, not telemetry's.
    const work: Promise<void> = report(event).then(
      () => void pending.delete(work),
      () => void pending.delete(work),
    );
    pending.add(work);
  });

  const create: Jobs['create'] = async <Input>(request: JobRequest<Input>) => {
    const parent =
      request.traceparent === undefined ? api.context.active() : contextOf(api, request);
    const attributes = attributesOf(request.kind, 'create', 'create');
    const span = tracer.startSpan(
      `create ${request.kind}`,
      { kind: api.SpanKind.PRODUCER, attributes },
      parent,
    );
    try {
      const made = await jobs.create({ ...request, ...carrierOf(api, span) });
      span.setAttribute(ATTRIBUTES.messageId, made.job.id);
      return made;
    } catch (error) {
      span.setStatus({ code: api.SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  };

  return {
    jobs: Object.create(jobs, {
      create: { value: create },
      define: {
        value: ((kind) =>
          jobs.define(
            tracedKind(kind, { api, tracer, get: (id) => jobs.get(id) }),
          )) satisfies Jobs['define'],
      },
    }) as Jobs,
    onDelivery(delivery) {
      metrics.delivery(delivery);
      const { job, attempt, entry, url, outcome } = delivery;
      const span = tracer.startSpan(
        'POST',
        {
          kind: api.SpanKind.CLIENT,
          startTime: attempt.at,
          attributes: {
            [ATTRIBUTES.serverAddress]: new URL(url).hostname,
            [ATTRIBUTES.messageId]: entry.id,
            [ATTRIBUTES.status]: outcome,
            ...(attempt.status !== undefined && { [ATTRIBUTES.httpStatus]: attempt.status }),
            ...(attempt.error !== undefined && { [ATTRIBUTES.errorType]: attempt.error }),
          },
        },
        contextOf(api, job),
      );
      if (outcome !== 'delivered') span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end(attempt.at + attempt.ms);
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    stop() {
      off();
      metrics.stop();
    },
  };
}

const ENDS = new Set(['job.completed', 'job.failed', 'job.cancelled']);
