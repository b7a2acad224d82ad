/** What the engine is doing, for whoever shows progress. Gates have their own names: `parse`, `types`, … */
export interface StepEvent {
  step: string;
  state: 'start' | 'done' | 'failed' | 'skipped';
  /** Milliseconds, with `done` and `failed`. */
  ms?: number;
  /** One line, for example `31 files`. */
  detail?: string;
}

export type OnStep = (event: StepEvent) => void;

/** Runs one step between its two events. An error ends it as failed and goes on to the caller. */
export async function step<T>(
  name: string,
  options: { onStep?: OnStep | undefined; now: () => number; signal?: AbortSignal | undefined },
  work: () => Promise<T> | T,
  detail: (result: T) => string | undefined = () => undefined,
  ok: (result: T) => boolean = () => true,
): Promise<T> {
  const { onStep, now, signal } = options;
  signal?.throwIfAborted();
  const start = now();
  onStep?.({ step: name, state: 'start' });
  try {
    const result = await work();
    const text = detail(result);
    onStep?.({
      step: name,
      state: ok(result) ? 'done' : 'failed',
      ms: now() - start,
      ...(text === undefined ? {} : { detail: text }),
    });
    return result;
  } catch (error) {
    onStep?.({ step: name, state: 'failed', ms: now() - start });
    throw error;
  }
}
