/**
 * How far a run is kept from the machine. `sandbox`: every canary of the self-test is closed.
 * `restricted`: empty environment, own home and limits, but the user's rights. `none`: nothing.
 */
export type IsolationLevel = 'sandbox' | 'restricted' | 'none';

/** What isolates a run. */
export const driverNames = [
  'bubblewrap',
  'seatbelt',
  'docker',
  'podman',
  'restricted',
  'none',
] as const;
export type DriverName = (typeof driverNames)[number];

/** One attempt of the self-test. */
export interface Canary {
  name: string;
  /** The attempt succeeded: the driver does not protect from it. */
  open: boolean;
  /** What stopped it, or what it got. */
  found: string;
}

/** What was chosen, and what is known about it. */
export interface Isolation {
  driver: DriverName;
  level: IsolationLevel;
  /** Results of the self-test; empty for drivers that promise nothing. */
  canaries: readonly Canary[];
  /** Why the level is not `sandbox`. */
  reason?: string;
  /** What to do about it. */
  hint?: string;
}

const order: readonly IsolationLevel[] = ['none', 'restricted', 'sandbox'];

/** Whether `level` is at least `wanted`. */
export const reaches = (level: IsolationLevel, wanted: IsolationLevel): boolean =>
  order.indexOf(level) >= order.indexOf(wanted);

/** What level `restricted` does not protect from, in a sentence for people. */
export const restrictedWarning =
  'Restricted, not sandboxed: the code can use the network, reach local services, read your files, follow links and start programs with your rights.';

/** How to get a sandbox on this platform. */
export function installHint(platform: NodeJS.Platform = process.platform): string {
  if (platform === 'linux') {
    return 'Install bubblewrap 0.8 or later, for example: apt-get install bubblewrap.';
  }
  if (platform === 'darwin') return 'macOS has no full sandbox; use PLUGWRIGHT_ISOLATION=docker.';
  return 'Run Plugwright on Linux (WSL 2 will do) with bubblewrap.';
}
