import type { JobContext, JsonValue } from '@plugwright/jobs';

/** `value` as the JSON that will be read back: what JSON leaves out is left out already. */
export const asJson = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

/**
 * A step whose output is kept as JSON text: a record sorts the keys of what it stores, and the order of the keys of a spec
 * decides the bytes of its files.
 */
export async function checkpoint<T>(
  context: Pick<JobContext<unknown>, 'step'>,
  name: string,
  input: unknown,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const text = await context.step(name, asJson(input), async (_, { signal }) =>
    JSON.stringify(await run(signal)),
  );
  return JSON.parse(text) as T;
}
