import { cliHost } from '../cli-host.js';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { shortId } from './find-job.js';
import { atQueue, jobsPlaceName } from './jobs-place.js';
import { withDesk } from './order-job.js';
import { pluginOrder } from './plugin-order.js';

/** `plugwright create --detach`: orders, and gives the job's id at once. */
export async function createDetached(
  asked: Context,
  source: string,
  options: Record<string, unknown>,
): Promise<number> {
  const context = atQueue(asked, options);
  const request = await pluginOrder(context, source, options, cliHost(context));
  const { id, hasWorker } = await withDesk(context, async (desk) => {
    const reply = await desk.order({ do: 'create', request: request as never });
    return { id: 'id' in reply ? reply.id : '', hasWorker: desk.hasWorker };
  });
  context.print(id);
  const c = context.errorColours;
  // The URL is not repeated: there may be a password in it.
  const there = typeof options['queue'] === 'string' ? ' --queue URL' : '';
  if (!hasWorker)
    context.note(
      `No worker is running: start one with ${c.bold(`plugwright worker${there}`)}, or do it here with ${c.bold(`plugwright jobs resume ${shortId(id)}${there}`)}.`,
    );
  context.note(c.dim(`plugwright jobs follow ${shortId(id)}${there} shows how far it is.`));
  context.emitJson({ ok: true, job: id, directory: jobsPlaceName(context), hasWorker });
  return exitCode.done;
}
