import type * as OpenTelemetry from '@opentelemetry/api';
import type { Context, Span, SpanContext } from '@opentelemetry/api';
import type { JobRecord } from '../job-record.js';

/** The module `@opentelemetry/api`, given or loaded: this package never needs it. */
export type OpenTelemetryApi = typeof OpenTelemetry;

/** `@opentelemetry/api` when it is installed. */
export async function loadOpenTelemetry(): Promise<OpenTelemetryApi | undefined> {
  try {
    return await import('@opentelemetry/api');
  } catch {
    return undefined;
  }
}

interface Carrier {
  traceparent?: string;
  tracestate?: string;
}

/** The context in which a job was created, from its record: the trace goes on, whoever reads it. */
export function contextOf(
  api: OpenTelemetryApi,
  { traceparent = '', tracestate }: Pick<JobRecord, 'traceparent' | 'tracestate'>,
): Context {
  const parts = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent);
  if (parts === null) return api.ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = ''] = parts;
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
    ...(tracestate !== undefined && { traceState: api.createTraceState(tracestate) }),
  };
  return api.isSpanContextValid(context)
    ? api.trace.setSpanContext(api.ROOT_CONTEXT, context)
    : api.ROOT_CONTEXT;
}

/** What a record or a child process needs to go on with the trace of `span`; nothing when it is not recorded anywhere. */
export function carrierOf(api: OpenTelemetryApi, span: Span): Carrier {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  if (!api.isSpanContextValid(span.spanContext())) return {};
  const state = traceState?.serialize();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    ...(state !== undefined && state !== '' && { tracestate: state }),
  };
}
