import { PlugwrightError } from '@plugwright/errors';
import type { JobRequest, JsonValue, RetentionPlan } from '@plugwright/jobs';
import { safeJoin } from '@plugwright/files';
import { z } from 'zod';

const name = z.string().min(1).max(200);

/** What another process may ask of the one that has the jobs directory open for writing. */
const orderSchema = z.discriminatedUnion('do', [
  // Looked at more closely by whoever makes the job.
  z.strictObject({
    do: z.literal('create'),
    request: z.looseObject({ kind: name, input: z.json() }),
  }),
  z.strictObject({ do: z.literal('cancel'), id: name, reason: z.string().max(1000).optional() }),
  z.strictObject({ do: z.literal('retry'), id: name }),
  z.strictObject({ do: z.literal('prioritise'), id: name, priority: z.number() }),
  z.strictObject({ do: z.literal('answer'), id: name, question: name, answer: z.json() }),
  z.strictObject({ do: z.literal('prune'), dryRun: z.boolean() }),
]);

/** See the schema. */
export type Order =
  | { do: 'create'; request: JobRequest }
  | { do: 'cancel'; id: string; reason?: string }
  | { do: 'retry'; id: string }
  | { do: 'prioritise'; id: string; priority: number }
  | { do: 'answer'; id: string; question: string; answer: JsonValue }
  | { do: 'prune'; dryRun: boolean };

/**
 * The order that a file of the inbox holds.
 *
 * @throws `PW_JOBS_ORDER`: it is none, or one of a newer command.
 */
export function readOrder(text: string): Order {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw noOrder('It is not JSON.');
  }
  const read = orderSchema.safeParse(data);
  if (read.success) return read.data as Order;
  const [first] = read.error.issues;
  throw noOrder(`${first!.path.join('.') || 'order'}: ${first!.message}.`);
}

const noOrder = (why: string) =>
  new PlugwrightError({
    code: 'PW_JOBS_ORDER',
    message: `The process that has the jobs directory does not know this order. ${why}`,
    hint: 'Update the older of the two.',
  });

/** What it answers: the id of the job that was made or changed, what was pruned, or why not. */
export type Reply =
  | { ok: true; id: string; created?: boolean }
  | { ok: true; plan: RetentionPlan }
  | { ok: false; error: { code: string; message: string; hint?: string } };

const replySchema = z.union([
  z.looseObject({ ok: z.literal(true), id: z.string(), created: z.boolean().optional() }),
  z.looseObject({ ok: z.literal(true), plan: z.looseObject({}) }),
  z.looseObject({
    ok: z.literal(false),
    error: z.looseObject({
      code: z.string(),
      message: z.string(),
      hint: z.string().optional(),
    }),
  }),
]);

/** The reply that a file of the inbox holds. @throws when it is none. */
export const readReply = (text: string): Reply => replySchema.parse(JSON.parse(text)) as Reply;

/** Between two looks into the inbox, in ms. */
export const lookEveryMs = 100;

/** Names of orders: UUIDs, so that nothing in the inbox can name another file. */
export const orderFile = /^(?<id>[0-9a-f-]{36})\.order\.json$/;
export const inboxDirectory = (dir: string): string => safeJoin(dir, 'inbox');
export const orderPath = (dir: string, id: string): string =>
  safeJoin(dir, `inbox/${id}.order.json`);
export const replyPath = (dir: string, id: string): string =>
  safeJoin(dir, `inbox/${id}.reply.json`);

/** An error as it travels. */
export const asReply = (error: unknown): Reply => {
  const known = PlugwrightError.isInstance(error) ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return {
    ok: false,
    error: {
      code: known?.code ?? 'PW_INTERNAL',
      message,
      ...(known?.hint === undefined ? {} : { hint: known.hint }),
    },
  };
};
