import type { Context, Span, Tracer } from '@opentelemetry/api';
import { PlugwrightError } from '@plugwright/errors';
import type { JobContext, JobKind } from '../job-kind.js';
import type { JobRecord } from '../job-record.js';
import { ATTRIBUTES } from './telemetry-names.js';
import { carrierOf, contextOf, type OpenTelemetryApi } from './trace-context.js';

/** What spans are made with. */
export interface Tracing {
  api: OpenTelemetryApi;
  tracer: Tracer;
  /** The record of a job, for the trace it was created in. */
  get(id: string): Promise<JobRecord | undefined>;
}

/**
 * The kind with a span for every attempt and every step that is run (not for those that are reused), all in the trace
 * in which the job was created, also after a restart. The span is active while the function runs, so that what it calls
 * is traced below it; child processes get `TRACEPARENT`.
 */
export function tracedKind<Input, Output>(
  kind: JobKind<Input, Output>,
  tracing: Tracing,
): JobKind<Input, Output> {
  const { api, tracer, get } = tracing;
  return {
    ...kind,
    async run(context) {
      const job = await get(context.id);
      const parent = contextOf(api, job ?? {});
      const span = tracer.startSpan(
        `process ${kind.kind}`,
        {
          kind: api.SpanKind.CONSUMER,
          attributes: {
            [ATTRIBUTES.system]: 'plugwright',
            [ATTRIBUTES.operation]: 'process',
            [ATTRIBUTES.operationType]: 'process',
            [ATTRIBUTES.destination]: kind.kind,
            [ATTRIBUTES.messageId]: context.id,
            [ATTRIBUTES.attempt]: context.attempt,
          },
        },
        parent,
      );
      const within = api.trace.setSpan(parent, span);
      const traced = tracedContext(context, within, span, tracing);
      return ending(api, span, within, () => kind.run(traced.context), traced.asking);
    },
  };
}

function tracedContext<Input>(
  context: JobContext<Input>,
  within: Context,
  attempt: Span,
  { api, tracer }: Tracing,
) {
  let asking = false;
  const { traceparent } = carrierOf(api, attempt);
  const own: Partial<JobContext<Input>> = {
    step: (name, input, run, options) =>
      context.step(
        name,
        input,
        (value, step) => {
          const attributes = { [ATTRIBUTES.step]: name, [ATTRIBUTES.attempt]: context.attempt };
          const span = tracer.startSpan(`step ${name}`, { attributes }, within);
          return ending(api, span, api.trace.setSpan(within, span), () => run(value, step));
        },
        options,
      ),
    async ask(question) {
      asking = true;
      const answer = await context.ask(question);
      asking = false;
      return answer;
    },
    get childEnv() {
      return {
        ...context.childEnv,
        ...(traceparent !== undefined && { TRACEPARENT: traceparent }),
      };
    },
  };
  return {
    // The environment is asked for only when it is used: asking tells the engine of children.
    context: Object.create(context, Object.getOwnPropertyDescriptors(own)) as JobContext<Input>,
    asking: () => asking,
  };
}

async function ending<Output>(
  api: OpenTelemetryApi,
  span: Span,
  within: Context,
  run: () => Output | Promise<Output>,
  expected: () => boolean = () => false,
): Promise<Output> {
  try {
    return await api.context.with(within, run);
  } catch (error) {
    if (!expected()) {
      span.setAttribute(ATTRIBUTES.errorType, errorType(error));
      // Neither message nor stack: they may hold what belongs to the job alone.
      span.setStatus({ code: api.SpanStatusCode.ERROR });
    }
    throw error;
  } finally {
    span.end();
  }
}

const errorType = (error: unknown): string => {
  if (PlugwrightError.isInstance(error)) return error.code;
  return error instanceof Error ? error.name : typeof error;
};
