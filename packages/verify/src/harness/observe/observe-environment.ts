import { callers, type CapabilityLog, isNode } from './capability-log.js';

/** Notes variables of the environment that the plugin reads itself, not what a library reads for it. */
export function observeEnvironment(log: CapabilityLog): void {
  const note = (name: string | symbol, hook: (...args: never[]) => unknown) => {
    if (typeof name === 'string' && calledByPlugin(hook, log)) log.note({ kind: 'variable', name });
  };
  const handler: ProxyHandler<NodeJS.ProcessEnv> = {
    get: function get(target, name) {
      note(name, get);
      return Reflect.get(target, name) as unknown;
    },
    has: function has(target, name) {
      note(name, has);
      return Reflect.has(target, name);
    },
    // With the proxy as its receiver it would be a definition, which the environment refuses.
    set: (target, name, value) => Reflect.set(target, name, value),
    // All of them at once; which ones were of use nobody can tell.
    ownKeys: function ownKeys(target) {
      note('*', ownKeys);
      return Reflect.ownKeys(target);
    },
  };
  process.env = new Proxy(process.env, handler);
}

/** Notes settings that the plugin reads from its agent. */
export function observeSettings(
  runtime: { getSetting: (key: string) => unknown },
  log: CapabilityLog,
): void {
  const original = runtime.getSetting.bind(runtime);
  runtime.getSetting = function getSetting(key: string) {
    if (typeof key === 'string' && calledByPlugin(getSetting, log))
      log.note({ kind: 'variable', name: key });
    return original(key);
  };
}

function calledByPlugin(hook: (...args: never[]) => unknown, log: CapabilityLog): boolean {
  const nearest = callers(hook).find((frame) => !isNode(frame));
  return nearest !== undefined && log.isPlugin(nearest);
}
