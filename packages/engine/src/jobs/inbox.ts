import { PlugwrightError } from '@plugwright/errors';
import type { JobRequest, JsonValue, RetentionPlan } from '@plugwright/jobs';
import { safeJoin } from '@plugwright/files';

/** What another process may ask of the one that has the jobs directory open for writing. */
export type Order =
  | { do: 'create'; request: JobRequest }
  | { do: 'cancel'; id: string; reason?: string }
  | { do: 'retry'; id: string }
  | { do: 'prioritise'; id: string; priority: number }
  | { do: 'answer'; id: string; question: string; answer: JsonValue }
  | { do: 'prune'; dryRun: boolean };

/** What it answers: the id of the job that was made or changed, what was pruned, or why not. */
export type Reply =
  | { ok: true; id: string; created?: boolean }
  | { ok: true; plan: RetentionPlan }
  | { ok: false; error: { code: string; message: string; hint?: string } };

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
