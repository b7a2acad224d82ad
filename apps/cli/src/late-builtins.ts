import { isBuiltin } from 'node:module';

/** Parts of Node.js that every process has loaded before it runs a line of ours. */
const loaded = new Set(['node:path', 'node:fs', 'node:events', 'node:url', 'node:buffer']);

/**
 * A `require` whose modules of Node.js are loaded when something of them is first used: a bundle asks for all
 * that it might ever need, and `node:https` alone takes 10 ms.
 */
export function lateBuiltins(require: NodeJS.Require): NodeJS.Require {
  const late = (name: string): unknown => {
    if (!isBuiltin(name) || loaded.has(name)) return require(name) as unknown;
    let found: object | undefined;
    const real = () => (found ??= require(name) as object);
    return new Proxy(
      {},
      {
        get: (_, key) => Reflect.get(real(), key) as unknown,
        has: (_, key) => Reflect.has(real(), key),
        ownKeys: () => Reflect.ownKeys(real()),
        getOwnPropertyDescriptor: (_, key) => {
          const own = Reflect.getOwnPropertyDescriptor(real(), key);
          return own && { ...own, configurable: true };
        },
        getPrototypeOf: () => Reflect.getPrototypeOf(real()),
      },
    );
  };
  return Object.assign(late, require);
}
