import type { DriverName, IsolationLevel } from '@plugwright/sandbox';
import type { GateName, GateResult, VerifyProgress, VerifyReport } from '@plugwright/verify';
import { type Host, nodeHost } from './host.js';
import { fromCwd } from './inside.js';
import { pluginDirectory } from './plugin-directory.js';
import type { OnStep } from './steps.js';

export interface VerifyOptions {
  /** Which gates to run; default all. */
  gates?: readonly GateName[] | undefined;
  /** A directory that holds `node_modules` with what plugins need; default: found by itself. */
  store?: string | undefined;
  /** Absolute path of a directory that the private working directory is made in; default: the system's own. */
  workspaceParent?: string | undefined;
  /** What the plugin is run in; default: `PLUGWRIGHT_ISOLATION`, else the best that is here. */
  isolation?: DriverName | undefined;
  /** Refuses to run the plugin at a lower level. */
  requireIsolation?: IsolationLevel | undefined;
}

/**
 * Runs the gates on a plugin's directory: its own, whatever made it.
 *
 * @throws `PW_VERIFY_*` when there is no plugin, `PW_SANDBOX_REQUIRED`, and the signal's reason.
 */
export async function verify(
  options: VerifyOptions & {
    directory: string;
    /** Puts the evidence document into the report. */
    evidence?: boolean | undefined;
    /** Runs the performance gate too, also without budgets. */
    bench?: boolean | undefined;
    onStep?: OnStep | undefined;
    host?: Host | undefined;
    signal?: AbortSignal | undefined;
  },
): Promise<VerifyReport> {
  const host = options.host ?? nodeHost();
  const directory = await pluginDirectory(host, options.directory, 'verify');
  const { findStore, verifyDirectory } = await import('@plugwright/verify');
  const { gates, store, workspaceParent, isolation, requireIsolation, onStep, signal } = options;
  const report = await verifyDirectory(directory, {
    gates,
    store: store === undefined ? undefined : findStore({ store: fromCwd(host.cwd, store) }),
    workspaceParent,
    isolation,
    requireIsolation,
    evidence: options.evidence,
    bench: options.bench,
    now: () => new Date(host.now()),
    signal,
    redactor: host.redactor,
    onProgress: (event: VerifyProgress) => onStep?.(stepOf(event)),
  });
  signal?.throwIfAborted();
  return report;
}

/**
 * Holds what is here against what is asked for, before anything is written.
 *
 * @throws `PW_SANDBOX_REQUIRED`, `PW_SANDBOX_DRIVER`.
 */
export async function checkIsolation(options: VerifyOptions, signal?: AbortSignal): Promise<void> {
  if (options.requireIsolation === undefined) return;
  const { findIsolation, requireLevel } = await import('@plugwright/sandbox');
  requireLevel(
    await findIsolation({ driver: options.isolation, signal }),
    options.requireIsolation,
  );
}

function stepOf(event: VerifyProgress) {
  if (event.type === 'gate-started') return { step: event.gate, state: 'start' as const };
  const { gate, result } = event;
  const detail = gateDetail(result);
  return {
    step: gate,
    state: ({ passed: 'done', failed: 'failed', skipped: 'skipped' } as const)[result.status],
    ms: result.durationMs,
    ...(detail === undefined ? {} : { detail }),
  };
}

/** One line about a gate: why it was skipped, or how many problems it found. */
function gateDetail(result: GateResult): string | undefined {
  if (result.skipped !== undefined) return result.skipped;
  const errors = result.diagnostics.filter((one) => one.severity === 'error').length;
  return errors === 0 ? undefined : `${errors} ${errors === 1 ? 'problem' : 'problems'}`;
}
