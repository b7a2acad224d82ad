import { type Host, sourceLimit } from '@plugwright/engine';
import {
  checkCallbacks,
  type JobRequest,
  PLUGIN_CREATE,
  type PluginJobInput,
  WEBHOOK_SECRET,
  webhookKeys,
} from '@plugwright/engine/jobs';
import { resolve } from 'node:path';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { isolationLevels } from '../gate-names.js';
import { choice, sentenceOptions, sourceOptions } from '../source-options.js';
import { canAsk } from '../terminal.js';

/**
 * The order that the words and options of `plugwright create` are. Paths are made absolute and standard input is read: a
 * worker has another working directory, and no such input.
 */
export async function pluginOrder(
  context: Context,
  source: string,
  options: Record<string, unknown>,
  host: Host,
): Promise<JobRequest<PluginJobInput>> {
  const { cwd } = context.io;
  const { source: _, signal: __, host: ___, ...reading } = sourceOptions(context, source, options);
  const out = options['out'];
  const mayAsk = options['detach'] === true || canAsk(context);
  return {
    kind: PLUGIN_CREATE,
    title: titleOf(source),
    ...(await callbacksOf(context, options, host)),
    input: {
      ...reading,
      ...(await sentenceOptions(options, host)),
      request:
        source === '-'
          ? { text: await host.readStdin(sourceLimit), from: 'stdin' }
          : { source, cwd },
      questions: options['yes'] === true ? 'assume' : mayAsk ? 'ask' : 'refuse',
      parent: cwd,
      ...(typeof out === 'string' ? { out: resolve(cwd, out) } : {}),
      yes: options['yes'] === true,
      force: options['force'] === true,
      verify: options['verify'] !== false && {
        requireIsolation: choice(
          '--require-isolation',
          options['requireIsolation'],
          isolationLevels,
        ),
      },
    },
  };
}

/** `--webhook URL`. That nothing here can sign is said now, not after three days of failed deliveries. */
async function callbacksOf(
  context: Context,
  options: Record<string, unknown>,
  host: Host,
): Promise<Pick<JobRequest, 'callbacks'>> {
  const url = options['webhook'];
  if (typeof url !== 'string') return {};
  const callbacks = [{ endpoint: 'webhook', url }];
  checkCallbacks(callbacks);
  // The jobs of a server are delivered by a worker, which has keys of its own.
  if (context.queue === undefined && (await webhookKeys(host)).length === 0)
    throw new PlugwrightError({
      code: 'PW_WEBHOOK_SECRET',
      message: `There is no ${WEBHOOK_SECRET} to sign webhooks with.`,
      hint: `Make one: echo "whsec_$(openssl rand -base64 32)" | plugwright keys set ${WEBHOOK_SECRET}; the receiver needs it too.`,
    });
  return { callbacks };
}

const titleOf = (source: string) =>
  source === '-' ? 'standard input' : source.replace(/\s+/g, ' ').trim().slice(0, 200);
