import type { JobRecord } from './job-record.js';

/**
 * The record with all fields, in one order; what is absent is `undefined`, which JSON leaves out. Records that live in
 * memory are made so: V8 copies such an object as one block, while one that fields come to and go from takes ten times the
 * time and memory at every transition.
 */
export function shaped(record: JobRecord): JobRecord {
  const whole: Required<JobRecord> = {
    schemaVersion: record.schemaVersion,
    id: record.id,
    rev: record.rev,
    kind: record.kind,
    principal: record.principal,
    priority: record.priority,
    state: record.state,
    title: record.title,
    idempotencyKey: record.idempotencyKey,
    input: record.input,
    output: record.output,
    error: record.error,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    queuedAt: record.queuedAt,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    dueAt: record.dueAt,
    delayMs: record.delayMs,
    waitingSince: record.waitingSince,
    waitLimitMs: record.waitLimitMs,
    dependsOn: record.dependsOn,
    attempt: record.attempt,
    spared: record.spared,
    maxAttempts: record.maxAttempts,
    lease: record.lease,
    cancel: record.cancel,
    steps: record.steps,
    questions: record.questions,
    usage: record.usage,
    journal: record.journal,
    callbacks: record.callbacks,
    outbox: record.outbox,
    outboxDueAt: record.outboxDueAt,
    artifacts: record.artifacts,
    pinned: record.pinned,
    retryOf: record.retryOf,
    traceparent: record.traceparent,
    tracestate: record.tracestate,
    transition: record.transition,
  };
  return whole;
}
