/** What a profile lets a program do. Real paths. */
export interface SeatbeltPlan {
  readable: readonly string[];
  writable: readonly string[];
  network: boolean;
}

/**
 * A profile for `sandbox-exec` of macOS (the language of sandbox(7); deny by default). It names what
 * Node needs: system libraries, its own program, random numbers, timers, child processes. There is no
 * isolation of process ids or memory, so the self-test does not give it the level `sandbox`. The text
 * is tested here; nobody has run it on a Mac yet.
 *
 * @throws RangeError for a path with a line break or a NUL.
 */
export function seatbeltProfile(plan: SeatbeltPlan): string {
  const system = ['/usr/lib', '/usr/bin', '/bin', '/usr/share', '/System', '/Library/Apple'];
  const below = (paths: readonly string[]) => paths.map((path) => `(subpath ${quoted(path)})`);
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-fork)',
    '(allow process-exec)',
    '(allow signal (target same-sandbox))',
    '(allow sysctl-read)',
    '(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))',
    '(allow file-read-metadata)',
    `(allow file-read* (literal "/") (literal "/dev/null") (literal "/dev/random") (literal "/dev/urandom") ${below([...system, ...plan.readable, ...plan.writable]).join(' ')})`,
    `(allow file-write* (literal "/dev/null") ${below(plan.writable).join(' ')})`,
    plan.network
      ? '(allow network*)'
      : '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))',
    '',
  ].join('\n');
}

function quoted(path: string): string {
  if (/[\n\r\0]/.test(path)) throw new RangeError('a path with a line break or a NUL');
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
