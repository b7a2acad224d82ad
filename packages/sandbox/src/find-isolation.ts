import { PlugwrightError } from '@plugwright/errors';
import { type DriverName, driverNames, installHint, type Isolation } from './isolation.js';
import { bubblewrapTools } from './bubblewrap-tools.js';
import { findTool } from './find-tools.js';
import { selfTest } from './self-test.js';

/** How to choose. */
export interface FindIsolationOptions {
  /** `auto` or absent: the best that is here. */
  driver?: DriverName | 'auto' | undefined;
  /** Where results of the self-test are kept; default `$XDG_CACHE_HOME/plugwright/isolation`. */
  cacheDirectory?: string | undefined;
  /** Tests again, whatever is kept. */
  fresh?: boolean | undefined;
  /** For `PLUGWRIGHT_ISOLATION` and `XDG_CACHE_HOME`; default `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  platform?: NodeJS.Platform | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * What isolates programs here: the driver that was asked for, by option or in `PLUGWRIGHT_ISOLATION`, else
 * bubblewrap on Linux and `sandbox-exec` on macOS. A driver is tried before its first use after each
 * start of the machine; one that lets a single canary through has the level `restricted`.
 *
 * @throws PlugwrightError `PW_SANDBOX_DRIVER` for a driver that does not exist or is not here.
 */
export async function findIsolation(options: FindIsolationOptions = {}): Promise<Isolation> {
  const env = options.env ?? process.env;
  const platform = options.platform ?? process.platform;
  const asked = options.driver ?? env['PLUGWRIGHT_ISOLATION'] ?? 'auto';
  if (asked !== 'auto' && !driverNames.some((name) => name === asked)) {
    throw new PlugwrightError({
      code: 'PW_SANDBOX_DRIVER',
      message: `there is no isolation "${asked}"`,
      hint: `Use auto, ${driverNames.join(', ')}.`,
    });
  }
  if (asked === 'none') {
    return { driver: 'none', level: 'none', canaries: [], reason: 'nothing was asked for' };
  }
  if (asked === 'restricted') return fallback('it was asked for', undefined);
  const driver = asked === 'auto' ? driverOf(platform) : (asked as DriverName);
  const missing = driver === undefined ? `there is no sandbox for ${platform}` : missingFor(driver);
  if (driver === undefined || missing !== undefined) {
    if (asked === 'auto') return fallback(missing, installHint(platform));
    throw new PlugwrightError({
      code: 'PW_SANDBOX_DRIVER',
      message: `${asked} cannot be used: ${missing}`,
      hint: installHint(platform),
    });
  }
  const tested = await selfTest(driver, options);
  // A driver that does not even start is of no use; one with a hole is better than none.
  if (!tested.works) return fallback(`${driver} does not work here: ${tested.reason}`, tested.hint);
  const open = tested.canaries.filter((canary) => canary.open).map(({ name }) => name);
  if (open.length === 0) return { driver, level: 'sandbox', canaries: tested.canaries };
  return {
    driver,
    level: 'restricted',
    canaries: tested.canaries,
    reason: `the self-test of ${driver} got out: ${open.join('; ')}`,
    hint: 'Run plugwright doctor for the whole table.',
  };
}

const fallback = (reason: string | undefined, hint: string | undefined): Isolation => ({
  driver: 'restricted',
  level: 'restricted',
  canaries: [],
  ...(reason !== undefined && { reason }),
  hint: hint ?? installHint(),
});

const driverOf = (platform: NodeJS.Platform): DriverName | undefined =>
  ({ linux: 'bubblewrap', darwin: 'seatbelt' } as const)[platform as 'linux' | 'darwin'];

function missingFor(driver: DriverName): string | undefined {
  if (driver === 'bubblewrap') {
    const tools = bubblewrapTools();
    return 'missing' in tools ? `${tools.missing} is not installed` : undefined;
  }
  const program = driver === 'seatbelt' ? 'sandbox-exec' : driver;
  return findTool(program) === undefined ? `${program} is not installed` : undefined;
}
