import { canonicalJson, sha256 } from './canonical-json.js';
import type { ContentStore } from './content-store.js';
import type { JobRecord, StepRecord } from './job-record.js';
import type { JsonValue } from './json-value.js';

/** Name and input decide whether two steps are the same. */
export const stepHash = (name: string, input: unknown) =>
  sha256(canonicalJson(input, `the input of step ${name}`));

/**
 * The output of a finished step, or `undefined` when it has to run: no such step, another input, or its content file is
 * lost or has other bytes.
 */
export async function storedOutput(
  job: JobRecord,
  name: string,
  inputHash: string,
  content: ContentStore,
): Promise<{ output: JsonValue; step: StepRecord } | undefined> {
  const step = job.steps.findLast((one) => one.name === name && one.inputHash === inputHash);
  if (!step) return undefined;
  try {
    const output = await content.load(step.output);
    return sha256(canonicalJson(output)) === step.outputHash ? { output, step } : undefined;
  } catch {
    return undefined;
  }
}
