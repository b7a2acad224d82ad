/** What the bundler and the compiler live by. */
const kept = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG|SystemRoot|PLUGWRIGHT_RUN)$/i;

let hiding = 0;
let original = process.env;

/**
 * Starts of the bundler's and the compiler's programs happen inside their libraries, which hand on the whole
 * environment: keys of whoever uses this package too. Until `leave`, the environment lists only what they need. A
 * variable that is asked for by its name is still there, for everything else in this process.
 */
function enter(): void {
  hiding += 1;
  if (hiding > 1) return;
  original = process.env;
  process.env = new Proxy(original, {
    ownKeys: (env) =>
      Reflect.ownKeys(env).filter((name) => typeof name !== 'string' || kept.test(name)),
    // With the proxy as its receiver it would be a definition, which the environment refuses.
    set: (env, name, value) => Reflect.set(env, name, value),
  });
}

function leave(): void {
  hiding -= 1;
  if (hiding === 0) process.env = original;
}

/** For a library that starts its program before `work` returns. */
export function hideEnvironment<T>(work: () => T): T {
  enter();
  try {
    return work();
  } finally {
    leave();
  }
}

/** For a library that starts its program some turns later. */
export async function hideEnvironmentUntil<T>(work: () => Promise<T>): Promise<T> {
  enter();
  try {
    return await work();
  } finally {
    leave();
  }
}
