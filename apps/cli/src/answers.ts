import type { GateResult, VerifyReport } from '@plugwright/engine';

/** What an action said in the runtime of the boot gate. */
export interface Answer {
  name: string;
  /** What it was asked with, as JSON. */
  input: string;
  reply: string;
  success: boolean;
}

const evidenceOf = (report: VerifyReport, gate: string): Record<string, unknown> =>
  report.gates.find((one: GateResult) => one.gate === gate)?.evidence ?? {};

/** The real replies that the boot gate got, in the order it asked. */
export function answersOf(report: VerifyReport): Answer[] {
  const { actions } = evidenceOf(report, 'boot');
  if (!Array.isArray(actions)) return [];
  return actions.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { name, input, reply, success } = one as Record<string, unknown>;
    if (typeof name !== 'string' || typeof reply !== 'string') return [];
    return [
      { name, input: typeof input === 'string' ? input : '{}', reply, success: success !== false },
    ];
  });
}

/** The version of `@elizaos/core` that the gates used, when the report says it. */
export function coreVersion(report: VerifyReport): string | undefined {
  const { store } = evidenceOf(report, 'bundle') as {
    store?: { versions?: Record<string, unknown> };
  };
  const found = store?.versions?.['@elizaos/core'];
  return typeof found === 'string' ? found : undefined;
}
