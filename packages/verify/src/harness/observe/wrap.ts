type Callable = (...args: never[]) => unknown;

/**
 * Puts `before` in front of a method. A proxy keeps everything else about it: its name, its properties, `new`.
 * `after` is told the result. What the method calls in turn, at once, is not told: it is how Node does it, not what was asked for.
 */
export function wrap(
  target: object,
  name: string,
  before: (args: readonly unknown[], self: unknown, hook: Callable) => void,
  after?: (result: unknown) => void,
): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') return;
  const handler: ProxyHandler<Callable> = {
    apply: function apply(method, self, args: unknown[]) {
      return within(
        () => before(args, self, apply as Callable),
        () => {
          const result: unknown = Reflect.apply(method, self, args);
          after?.(result);
          return result;
        },
      );
    },
    construct: function construct(method, args: unknown[], newTarget) {
      return within(
        () => before(args, undefined, construct as Callable),
        () => Reflect.construct(method, args, newTarget) as object,
      );
    },
  };
  const proxy = new Proxy(original as Callable, handler);
  Reflect.defineProperty(target, name, {
    ...Reflect.getOwnPropertyDescriptor(target, name),
    value: proxy,
  });
}

let depth = 0;

/** What a hook itself does, which nobody asked for. */
export function unobserved(work: () => void): void {
  within(() => {}, work);
}

function within<T>(before: () => void, work: () => T): T {
  depth += 1;
  try {
    // Not what a hook does itself either.
    if (depth === 1) quietly(before);
    return work();
  } finally {
    depth -= 1;
  }
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Arguments that make no sense are the method's to refuse.
  }
}
