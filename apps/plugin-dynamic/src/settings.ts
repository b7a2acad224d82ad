import type { IAgentRuntime } from '@elizaos/core';
import { stateDirectory } from '@plugwright/engine/jobs';
import { isAbsolute, join } from 'node:path';

/** How the plugin was set up; see `agentConfig.pluginParameters` in package.json. */
export interface Settings {
  /** Absolute. */
  jobsDirectory: string;
  /** Absolute. */
  pluginsDirectory: string;
  /** Upper case. */
  roles: readonly string[];
  /** Absolute; absent: nobody may name a file. */
  documents: string | undefined;
  allowUrls: boolean;
  concurrency: number | undefined;
  /** New code is not run in less; absent: in the best that is here. */
  requireIsolation: 'sandbox' | 'restricted' | undefined;
  ordersPerHour: number;
  /** Told how every job ended; signed with `PLUGWRIGHT_WEBHOOK_SECRET`. */
  webhook: string | undefined;
  webhookSecret: string | undefined;
}

/** Settings of the agent come first, then the environment; a runtime never looks into the environment itself. */
export function readSettings(
  runtime: Pick<IAgentRuntime, 'getSetting' | 'agentId'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const value = (name: string) => {
    const found = runtime.getSetting(name) ?? env[name];
    const text = found === null || found === undefined ? '' : String(found).trim();
    return text === '' ? undefined : text;
  };
  const path = (name: string) => {
    const found = value(name);
    if (found !== undefined && !isAbsolute(found)) throw wrong(name, 'an absolute path');
    return found;
  };
  const number = (name: string) => {
    const found = value(name);
    if (found === undefined) return undefined;
    const parsed = /^\d{1,6}$/.test(found) ? Number(found) : 0;
    if (parsed < 1) throw wrong(name, 'a whole number above 0');
    return parsed;
  };
  const allowUrls = value('PLUGWRIGHT_ALLOW_URLS')?.toLowerCase() ?? 'true';
  if (!['true', 'false'].includes(allowUrls)) throw wrong('PLUGWRIGHT_ALLOW_URLS', 'true or false');
  const requireIsolation = value('PLUGWRIGHT_REQUIRE_ISOLATION')?.toLowerCase();
  if (!isLevel(requireIsolation))
    throw wrong('PLUGWRIGHT_REQUIRE_ISOLATION', 'sandbox or restricted');
  // A directory for each agent: two that share one by accident would be in each other's way.
  const home =
    path('PLUGWRIGHT_HOME') ??
    join(stateDirectory({ ...env, PLUGWRIGHT_HOME: undefined }), 'agents', runtime.agentId);
  return {
    jobsDirectory: join(home, 'jobs'),
    pluginsDirectory: path('PLUGWRIGHT_PLUGINS') ?? join(home, 'plugins'),
    roles: (value('PLUGWRIGHT_ROLES') ?? 'OWNER,ADMIN')
      .split(',')
      .map((role) => role.trim().toUpperCase())
      .filter((role) => role !== '' && role !== 'NONE'),
    documents: path('PLUGWRIGHT_DOCUMENTS'),
    allowUrls: allowUrls === 'true',
    concurrency: number('PLUGWRIGHT_CONCURRENCY'),
    requireIsolation,
    ordersPerHour: number('PLUGWRIGHT_ORDERS_PER_HOUR') ?? 20,
    ...webhookOf(value),
  };
}

/** An address without a secret would be told nothing it can believe. */
function webhookOf(
  value: (name: string) => string | undefined,
): Pick<Settings, 'webhook' | 'webhookSecret'> {
  const webhook = value('PLUGWRIGHT_WEBHOOK');
  const webhookSecret = value('PLUGWRIGHT_WEBHOOK_SECRET');
  if (webhook !== undefined && !/^https:\/\//i.test(webhook))
    throw wrong('PLUGWRIGHT_WEBHOOK', 'an https address');
  if (webhook !== undefined && webhookSecret === undefined)
    throw wrong('PLUGWRIGHT_WEBHOOK_SECRET', 'whsec_ and 24 to 64 bytes in base64');
  return { webhook, webhookSecret };
}

const isLevel = (level: string | undefined): level is Settings['requireIsolation'] =>
  level === undefined || level === 'sandbox' || level === 'restricted';

const wrong = (name: string, wanted: string) =>
  new Error(`The setting ${name} has to be ${wanted}.`);
