import { processesOfRun, runMarker } from '@plugwright/sandbox';
import type { BootProblem } from '../boot-protocol.js';

/** How long a process may take to end after `stop`, in ms. */
const settleMs = 1000;

/**
 * The finding about processes that the plugin started and that still run, known by the marker that they
 * inherited. In a sandbox nobody outside sees them: they end with this program.
 */
export async function leftProcesses(
  marker = process.env[runMarker],
): Promise<BootProblem | undefined> {
  const others = () => processesOfRun(marker ?? '').filter((pid) => pid !== process.pid);
  if (marker === undefined) return undefined;
  for (const until = performance.now() + settleMs; others().length > 0;) {
    if (performance.now() > until) return leftBehindProblem(others().length);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return undefined;
}

/** The same words, whoever saw them. */
export function leftBehindProblem(count: number): BootProblem {
  return {
    code: 'PW_BOOT_LEAK',
    severity: 'error',
    message: `${count} child process${count > 1 ? 'es' : ''} of the plugin still ran after stop`,
    hint: 'End child processes in the stop of the service that started them.',
    component: 'after stop',
  };
}
