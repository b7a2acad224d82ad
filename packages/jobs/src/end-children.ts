import type { Clock } from './clock.js';
import type { Lease } from './job-record.js';
import type { ProcessTable } from './process-table.js';

/** Between two looks, in ms. */
const LOOK_MS = 10;

/**
 * Ends everything that attempts started, and resolves when it is gone: SIGTERM to their groups and to whoever carries their
 * marker, SIGKILL after `graceMs`. A process that the kernel cannot end (in an uninterruptible wait) is waited for.
 */
export async function endChildren(
  leases: readonly Pick<Lease, 'children' | 'marker'>[],
  processes: ProcessTable,
  clock: Clock,
  graceMs: number,
): Promise<void> {
  if (leases.length === 0) return;
  const markers = leases.map(({ marker }) => marker);
  const started = clock.monotonic();
  let sent: 'SIGTERM' | 'SIGKILL' | undefined;
  // The clock's timers let a process end; this must be seen through.
  const keepAlive = setInterval(() => {}, 1000);
  for (;;) {
    const groups = leases.flatMap(({ children }) => children).filter(processes.alive);
    const others = processes.marked(markers);
    if (groups.length === 0 && others.length === 0) break;
    const now = clock.monotonic() - started >= graceMs ? 'SIGKILL' : 'SIGTERM';
    // One SIGTERM, then SIGKILL at every look: a child may have made another in between.
    if (now === 'SIGKILL' || sent === undefined) {
      for (const group of groups) processes.signal(group, now);
      for (const { pid, marker } of others) processes.kill(pid, marker, now);
    }
    sent = now;
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
  }
  clearInterval(keepAlive);
}
