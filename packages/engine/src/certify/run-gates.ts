import type { SourceFile, VerifyReport } from '@plugwright/verify';
import type { GateName, Work } from './collect-work.js';
import { gateFact } from './gate-facts.js';
import { asBuilt } from './plugin-shim.js';
import { textFiles } from './read-plugin.js';

/** The gates on `files`, with evidence. */
export async function runGates(work: Work, files: SourceFile[], gates: readonly GateName[]) {
  const { verifyFiles } = await import('@plugwright/verify');
  const { onStep, signal, isolation, store, host } = work;
  return verifyFiles(files, {
    gates,
    evidence: true,
    store,
    isolation,
    signal,
    redactor: host.redactor,
    now: () => new Date(host.now()),
    onProgress: (event) =>
      onStep?.(
        event.type === 'gate-started'
          ? { step: event.gate, state: 'start' }
          : {
              step: event.gate,
              state: ({ passed: 'done', failed: 'failed', skipped: 'skipped' } as const)[
                event.result.status
              ],
              ms: event.result.durationMs,
            },
      ),
  });
}

/** Boots what is in the tarball: that, not the source, is what people install. */
export async function loadPacked(work: Work, contents: ReadonlyMap<string, Uint8Array>) {
  const { verifyFiles } = await import('@plugwright/verify');
  const { given, isolation, store, signal, host } = work;
  const report = await work.step('load', () =>
    verifyFiles(asBuilt(textFiles(contents), given.manifest), {
      gates: ['bundle', 'boot'],
      store,
      isolation,
      signal,
      redactor: host.redactor,
    }),
  );
  return loadedFact(report);
}

/** Whether it was loaded: the first of the two gates that failed, else the last. */
export function loadedFact(report: VerifyReport) {
  const gates = report.gates.filter(({ gate }) => gate === 'bundle' || gate === 'boot');
  const found = gates.find(({ status }) => status === 'failed') ?? gates.at(-1);
  return found && gateFact(found, report);
}
