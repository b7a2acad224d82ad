import { jobsError } from '../jobs-error.js';
import { patiently } from '../shared/patiently.js';
import { connectionOptions, noteErrors, redisDriver, redisPatience } from './connect-redis.js';

/** Whether a Redis keeps what it acknowledged. */
export interface RedisReport {
  /** Host, port and database. */
  server: string;
  version: string;
  /** Absent where the server does not tell. */
  appendOnly?: boolean;
  evictionPolicy?: string;
  /** When the append-only file is synced: `always`, `everysec`, `no`. */
  appendFsync?: string;
  /** What must be changed; empty: nothing. */
  problems: readonly string[];
  /** What is taken, and costs something in a bad moment. */
  warnings: readonly string[];
}

/** Lines of INFO. */
const field = (info: string, name: string) =>
  new RegExp(`^${name}:([^\\r\\n]*)`, 'm').exec(info)?.[1]?.trim();

/** What is wrong with a server that says this of itself: its INFO, and the setting `appendfsync` where it tells. */
export function problemsOf(info: string, appendFsync?: string): Omit<RedisReport, 'server'> {
  const aof = field(info, 'aof_enabled');
  const evictionPolicy = field(info, 'maxmemory_policy');
  const problems: string[] = [];
  if (aof === '0')
    problems.push(
      'appendonly is no: a restart loses what was acknowledged since the last snapshot',
    );
  if (evictionPolicy !== undefined && evictionPolicy !== 'noeviction')
    problems.push(`maxmemory-policy is ${evictionPolicy}: jobs may be dropped when memory is full`);
  if (aof !== '0' && appendFsync === 'no')
    problems.push(
      'appendfsync is no: a loss of power loses half a minute of what was acknowledged',
    );
  const warnings: string[] = [];
  if (aof !== '0' && appendFsync === 'everysec')
    warnings.push(
      'appendfsync is everysec: when the server dies, the last two seconds may be lost; always loses nothing',
    );
  return {
    version: field(info, 'redis_version') ?? 'unknown',
    ...(aof !== undefined && { appendOnly: aof === '1' }),
    ...(evictionPolicy !== undefined && { evictionPolicy }),
    ...(appendFsync !== undefined && { appendFsync }),
    problems,
    warnings,
  };
}

/**
 * Looks at a Redis.
 *
 * @throws `PW_JOBS_QUEUE_DRIVER`, `PW_JOBS_QUEUE_UNREACHABLE`, `PW_JOBS_QUEUE_URL`.
 */
export async function inspectRedis(url: string): Promise<RedisReport> {
  const patience = redisPatience(url, 2000);
  const { Redis } = await redisDriver();
  const redis = new Redis(url, connectionOptions);
  noteErrors(redis, patience);
  try {
    // Several sections at once are new in Redis 7.
    const info = await patiently(patience, async () => {
      const parts = ['server', 'persistence', 'memory'].map((section) => redis.info(section));
      return (await Promise.all(parts)).join('\n');
    }).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'ReplyError'
        ? jobsError('PW_JOBS_QUEUE_UNREACHABLE', `${patience.server}: ${error.message}`, error)
        : error;
    });
    // Servers that somebody else runs often do not tell.
    const [, appendFsync] = (await redis.config('GET', 'appendfsync').catch(() => [])) as string[];
    return { server: patience.server, ...problemsOf(info, appendFsync) };
  } finally {
    redis.disconnect();
  }
}
