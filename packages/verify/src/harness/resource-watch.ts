import { createHook, executionAsyncId } from 'node:async_hooks';

/** Something that was opened and not closed. */
export interface OpenResource {
  /** Node's name of it: `Timeout`, `TCPSERVERWRAP`, `listener SIGINT`, … */
  type: string;
  /** Where it was opened; positions are in the bundle. */
  stack: string;
  detail: string;
}

/** What {@link watchResources} knows at the end. */
export interface ResourceReport {
  leaks: OpenResource[];
  /** Timers of the runtime itself that it never clears, each known by where it comes from. */
  runtimeTimers: number;
  /** `process.getActiveResourcesInfo()`, counted by type. */
  active: Record<string, number>;
}

/** Watches what is opened from now on. */
export interface ResourceWatch {
  report: () => ResourceReport;
  stop: () => void;
}

/** How long handles may take to close after `stop`, in ms. */
const settleMs = 1000;

/** What is still open after a moment. Ends the watch. */
export async function settled(watch: ResourceWatch): Promise<ResourceReport> {
  // A boot may end within one turn of the event loop; what it began shows only in later turns.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  let found = watch.report();
  for (const until = performance.now() + settleMs; found.leaks.length > 0; found = watch.report()) {
    if (performance.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  watch.stop();
  return found;
}

/** Handles that keep a process busy. Sockets of `fetch` are among them, but Node unrefs idle ones. */
const watched =
  /^(?:Timeout|TCPWRAP|TCPSERVERWRAP|PIPEWRAP|PIPESERVERWRAP|UDPWRAP|PROCESSWRAP|FSEVENTWRAP|STATWATCHER|WORKER|MESSAGEPORT)$/;

/** What handles are opened from, one turn of the event loop later: `listen` looks up its host first. */
const linking = /^(?:TickObject|GETADDRINFOREQWRAP|Immediate|FSREQCALLBACK)$/;
const maxLinks = 4;

interface Tracked {
  type: string;
  trace: { stack?: string };
  parent: Tracked | undefined;
  links: number;
  resource: { hasRef?: () => boolean; _idleTimeout?: number; _repeat?: number | null };
}

/**
 * Starts to watch timers, handles and process listeners. `bundle` is the plugin's file name: what
 * was opened with a frame of it on the stack is the plugin's.
 */
export function watchResources(bundle: string): ResourceWatch {
  const open = new Map<number, Tracked>();
  const before = countActive();
  const listenersBefore = processListeners();
  const listenerTraces = new Map<unknown, string>();
  const hook = createHook({
    init(id, type, _trigger, resource) {
      if (!watched.test(type) && !linking.test(type)) return;
      const trace: { stack?: string } = {};
      // The stack as text is costly; it is made only for what stays open.
      Error.captureStackTrace(trace);
      const caller = open.get(executionAsyncId());
      const parent = caller && caller.links < maxLinks ? caller : undefined;
      const links = parent ? parent.links + 1 : 0;
      open.set(id, { type, trace, parent, links, resource: resource as Tracked['resource'] });
    },
    destroy: (id) => void open.delete(id),
  });
  const onNewListener = (_event: string | symbol, listener: unknown) => {
    listenerTraces.set(listener, new Error('listener').stack ?? '');
  };
  process.on('newListener', onNewListener);
  hook.enable();

  const report = (): ResourceReport => {
    const leaks: OpenResource[] = [];
    let runtimeTimers = 0;
    for (const each of [...open.values()].filter(({ type }) => watched.test(type))) {
      const stack = stackOf(each, bundle);
      if (isRuntimeTimer(each, each.trace.stack ?? '', bundle)) {
        runtimeTimers += 1;
        continue;
      }
      if (isLeak(each, stack, bundle)) leaks.push(describe(each, stack));
    }
    const active = countActive();
    for (const [type, count] of Object.entries(active)) {
      // Timers are judged one by one above; of the rest, what nobody saw being opened is counted.
      const known = leaks.filter((leak) => sameKind(leak.type, type)).length;
      const extra = count - (before[type] ?? 0) - known;
      if (type === 'Timeout' || type === 'Immediate' || extra <= 0) continue;
      leaks.push({ type, stack: '', detail: `${extra} more than before` });
    }
    leaks.push(...newListeners(listenersBefore, listenerTraces));
    return { leaks, runtimeTimers, active };
  };
  return {
    report,
    stop: () => {
      hook.disable();
      process.off('newListener', onNewListener);
    },
  };
}

/**
 * `AgentRuntime.registerService` races each service with a 30 s timer that it never clears
 * (@elizaos/core 1.7.2). Only that one: its delay, and the function that made it.
 */
function isRuntimeTimer(each: Tracked, stack: string, bundle: string): boolean {
  if (each.type !== 'Timeout' || each.resource._idleTimeout !== 30_000) return false;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const maker = frames.findIndex((line) => /registerService\b/.test(line));
  return (
    /@elizaos[\\/]core[\\/]/.test(frames[maker] ?? '') &&
    !frames.slice(0, maker).some((line) => line.includes(bundle))
  );
}

/** The stack in which the plugin takes part: its own, or that of what led to it. */
function stackOf(each: Tracked, bundle: string): string {
  const own = each.trace.stack ?? '';
  for (let at: Tracked | undefined = each; at; at = at.parent) {
    if (at.trace.stack?.includes(bundle)) return at.trace.stack;
  }
  return own;
}

function isLeak(each: Tracked, stack: string, bundle: string): boolean {
  const fromPlugin = stack.includes(bundle);
  const keepsAlive = each.resource.hasRef?.() ?? true;
  // An interval fires for ever, whether or not it keeps the process alive.
  if (each.type === 'Timeout') {
    return fromPlugin && (keepsAlive || typeof each.resource._repeat === 'number');
  }
  return fromPlugin && keepsAlive;
}

function describe(each: Tracked, stack: string): OpenResource {
  const { _idleTimeout: delay, _repeat: repeat } = each.resource;
  if (each.type !== 'Timeout') return { type: each.type, stack, detail: 'still open' };
  const kind = typeof repeat === 'number' ? 'interval' : 'timer';
  return { type: each.type, stack, detail: `${kind} of ${delay} ms still running` };
}

/** async_hooks says TCPWRAP where getActiveResourcesInfo says TCPSocketWrap. */
const sameKind = (a: string, b: string) => {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/(?:socket|req)?wrap$/, '')
      .replace('fsevent', 'fsevent');
  return plain(a) === plain(b);
};

function countActive(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of process.getActiveResourcesInfo()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

function processListeners(): Map<string | symbol, Set<unknown>> {
  return new Map(
    process.eventNames().map((event) => [event, new Set<unknown>(process.rawListeners(event))]),
  );
}

function newListeners(
  before: Map<string | symbol, Set<unknown>>,
  traces: Map<unknown, string>,
): OpenResource[] {
  const found: OpenResource[] = [];
  for (const [event, listeners] of processListeners()) {
    if (event === 'newListener') continue;
    for (const listener of listeners) {
      if (before.get(event)?.has(listener)) continue;
      const inner = (listener as { listener?: unknown }).listener ?? listener;
      found.push({
        type: `listener ${String(event)}`,
        stack: traces.get(inner) ?? '',
        detail: 'still registered on process',
      });
    }
  }
  return found;
}
