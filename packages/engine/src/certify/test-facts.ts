import type { CertificateFacts } from '@plugwright/certify';
import type { SourceFile, VerifyReport } from '@plugwright/verify';
import type { Work } from './collect-work.js';
import { declaredPackages } from './manifest-facts.js';
import { measureMutants } from './measure-mutants.js';
import { coverageOf, measureTests, testedComponents } from './measure-tests.js';

/** What the tests cover; nothing where they do not pass. */
export async function coverageFacts(
  work: Work,
  files: SourceFile[],
  report: VerifyReport,
): Promise<Pick<CertificateFacts, 'tests' | 'coverage'>> {
  if (report.gates.some(({ gate, status }) => gate === 'tests' && status !== 'passed')) return {};
  const measured = await measureTests(files, {
    ...work,
    packages: declaredPackages(work.given.manifest),
  });
  if (measured === undefined) return {};
  const boot = report.gates.find(({ gate }) => gate === 'boot')?.evidence;
  const covered = measured.coverage && coverageOf(measured.coverage, work.library);
  return {
    tests: {
      total: measured.total,
      passed: measured.passed,
      ...testedComponents(boot, measured, files),
    },
    ...(covered && { coverage: covered }),
  };
}

/** How many of the changed sources the tests notice. */
export const mutationFacts = (work: Work, files: SourceFile[], most: number) =>
  measureMutants(files, {
    ...work,
    most,
    without: work.library,
    packages: declaredPackages(work.given.manifest),
  });
