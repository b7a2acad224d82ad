import { writeAtomically } from '@plugwright/files';
import type { Jobs } from '@plugwright/jobs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import {
  asReply,
  inboxDirectory,
  lookEveryMs,
  type Order,
  orderFile,
  orderPath,
  readOrder,
  type Reply,
  replyPath,
} from './inbox.js';

/** A reply that nobody took is of no use after so long, in ms. */
const replyKept = 60_000;

/**
 * Does what other processes order by files in the inbox, until stopped. An order is done before its file goes, and making a
 * job is known by the order's own id, so one that a crash interrupts is done again without a second job.
 */
export async function serveInbox(jobs: Jobs, dir: string): Promise<{ stop: () => Promise<void> }> {
  const inbox = inboxDirectory(dir);
  // The user alone may order: whoever writes here decides what runs.
  await mkdir(inbox, { recursive: true, mode: 0o700 });
  const state = { stopped: false };
  const look = async () => {
    const names = await readdir(inbox).catch(() => []);
    for (const name of names) {
      const id = orderFile.exec(name)?.groups?.['id'];
      // In turn: a later order may be about the job of an earlier one.
      // oxlint-disable-next-line no-await-in-loop
      if (id !== undefined && !state.stopped) await serve(jobs, dir, id);
    }
    await removeOldReplies(inbox, names);
  };
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const again = () => {
    looking = look()
      .catch(() => {})
      .finally(() => {
        if (!state.stopped) timer = setTimeout(again, lookEveryMs).unref();
      });
  };
  again();
  return {
    stop: async () => {
      state.stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

async function serve(jobs: Jobs, dir: string, id: string): Promise<void> {
  let reply: Reply;
  try {
    const order = readOrder(await readFile(orderPath(dir, id), 'utf8'));
    // A cancelled job may take a while to end; whoever ordered sees it in the record.
    reply = await carryOut(jobs, order, id);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    reply = asReply(error);
  }
  await writeAtomically(replyPath(dir, id), JSON.stringify(reply), { mode: 0o600 });
  await rm(orderPath(dir, id), { force: true });
}

/** Does one order. Throws what the jobs throw. */
export async function carryOut(jobs: Jobs, order: Order, orderId: string): Promise<Reply> {
  switch (order.do) {
    case 'create': {
      const { job, created } = await jobs.create({
        idempotencyKey: `order:${orderId}`,
        ...order.request,
      });
      return { ok: true, id: job.id, created };
    }
    case 'cancel':
      return { ok: true, id: (await jobs.cancel(order.id, order.reason)).id };
    case 'retry': {
      const { job, created } = await jobs.retry(order.id);
      return { ok: true, id: job.id, created };
    }
    case 'prioritise':
      return { ok: true, id: (await jobs.prioritise(order.id, order.priority)).id };
    case 'answer':
      return { ok: true, id: (await jobs.answer(order.id, order.question, order.answer)).id };
    case 'prune':
      return { ok: true, plan: await jobs.prune({ dryRun: order.dryRun }) };
  }
}

async function removeOldReplies(inbox: string, names: readonly string[]): Promise<void> {
  const replies = names.filter((name) => /^[0-9a-f-]{36}\.reply\.json$/.test(name));
  await Promise.all(
    replies.map(async (name) => {
      const path = `${inbox}/${name}`;
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > replyKept) await rm(path, { force: true });
    }),
  );
}
