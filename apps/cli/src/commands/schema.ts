import { pluginSpecJsonSchema } from '@plugwright/spec/schema';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';

/** `plugwright schema`: JSON either way, so that it can be piped into a file. */
export async function schema(context: Context): Promise<number> {
  context.io.stdout.write(`${JSON.stringify(pluginSpecJsonSchema(), null, 2)}\n`);
  return exitCode.done;
}
