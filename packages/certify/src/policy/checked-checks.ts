import type { CertificateFacts, FindingFact, ScanFact } from '../facts.js';
import { ofGate } from './built-checks.js';
import { type Check, count, fail, none, pass, unknown, type Verdict } from './check.js';

/** Rules about keys and passwords that stand in a file. */
const secretRules = new Set([
  'hardcoded-credential',
  'secret-in-source',
  'wallet-key-in-source',
  'password-in-config',
]);
export const isSecretRule = (rule: string): boolean => secretRules.has(rule);
const isSecret = ({ rule }: FindingFact): boolean => isSecretRule(rule);
/** Rules that a check of their own looks at; the same finding does not fail two checks. */
const ownCheck = new Set([
  'install-script',
  'native-binary',
  'undeclared-variable',
  'undeclared-host',
]);
const toolText = /^tool-/;

const isError = ({ severity }: FindingFact) => severity === 'high' || severity === 'critical';
const counts = ({ waived }: FindingFact) => waived === undefined;
export const shown = ({ id, path, line, message }: FindingFact): string =>
  `${id} ${path}:${line} ${message}`;

/** Findings of both scans that one check looks at; what only one of them was able to see counts as well. */
export function found(
  scans: readonly (ScanFact | undefined)[],
  of: (finding: FindingFact) => boolean,
): string[] {
  const all = scans.flatMap((scan) => scan?.findings ?? []).filter((one) => counts(one) && of(one));
  return [...new Set(all.map(shown))];
}

const ofScan = (
  scan: ScanFact | undefined,
  of: (one: FindingFact) => boolean,
  good: string,
): Verdict => {
  if (scan === undefined) return unknown('it was not scanned');
  const bad = found([scan], of);
  if (bad.length > 0) return none(bad, good);
  return scan.complete
    ? pass(`${good} in ${count(scan.files, 'file')}`)
    : unknown('not everything could be read');
};

/** A warning that no other check asks about. */
export const isPlainWarning = (one: FindingFact): boolean =>
  !isError(one) && !isSecret(one) && !ownCheck.has(one.rule) && !toolText.test(one.rule);
export const isToolText = ({ rule }: FindingFact): boolean => toolText.test(rule);

/** L1: it is tested, and nothing dangerous is known about it. */
export const checkedChecks = [
  {
    id: 'checked.tests',
    title: 'Its own tests pass',
    evaluate: ({ gates, tests }) => {
      const found = ofGate(gates?.['tests'], 'all tests passed');
      if (found.answer !== 'pass' || tests === undefined) return found;
      return tests.passed > 0
        ? pass(`${tests.passed} of ${tests.total} tests passed`)
        : fail('no test ran');
    },
  },
  {
    id: 'checked.tests-per-component',
    title: 'Every action, provider, evaluator and service has a test',
    evaluate: ({ tests }) => {
      if (tests === undefined) return unknown('the tests were not looked at');
      if (tests.components.length === 0) return unknown('which components there are is not known');
      return none(
        tests.untested.map((name) => `no passed test names ${name}`),
        `tests name all ${tests.components.length} components`,
      );
    },
  },
  {
    id: 'checked.coverage',
    title: 'The tests run enough of its lines',
    evaluate: ({ coverage }, limit) => covered(coverage, limit),
  },
  {
    id: 'checked.findings',
    title: 'The scanner finds nothing of severity high or critical',
    evaluate: ({ sourceScan, packageScan }) => {
      const of = (one: FindingFact) =>
        isError(one) && !isSecret(one) && !ownCheck.has(one.rule) && !isToolText(one);
      const bad = found([sourceScan, packageScan], of);
      if (bad.length > 0) return none(bad, '');
      return ofScan(packageScan, of, 'nothing');
    },
  },
  {
    id: 'checked.secrets-source',
    title: 'There is no secret in its source',
    evaluate: ({ sourceScan }) => ofScan(sourceScan, isSecret, 'none'),
  },
  {
    id: 'checked.secrets-package',
    title: 'There is no secret in the package',
    evaluate: ({ packageScan }) => ofScan(packageScan, isSecret, 'none'),
  },
  {
    id: 'checked.secrets-history',
    title: 'There is no secret in the history of its source',
    evaluate: ({ history }) => {
      if (history === undefined) return unknown('its history is not here');
      return none(
        history.secrets,
        history.versions === 0
          ? 'it has no history'
          : `none in ${count(history.versions, 'version')} of files`,
      );
    },
  },
  {
    id: 'checked.install-scripts',
    title: 'Nothing runs when it is installed',
    evaluate: ({ packageScan }) =>
      ofScan(packageScan, ({ rule }) => rule === 'install-script', 'no install script'),
  },
  {
    id: 'checked.native-code',
    title: 'There is no compiled program in it',
    evaluate: ({ packageScan }) =>
      ofScan(packageScan, ({ rule }) => rule === 'native-binary', 'no compiled program'),
  },
  {
    id: 'checked.dependency-sources',
    title: 'All dependencies come from the registry',
    evaluate: ({ manifest }) =>
      none(manifest.unusualDependencies, 'no address, folder or repository'),
  },
  {
    id: 'checked.licence',
    title: 'It has a licence',
    evaluate: ({ manifest: { license, licenseFile } }) => {
      if (license === undefined)
        return licenseFile
          ? pass('its text is in the package, though package.json does not name it')
          : fail('there is neither a name nor a text of one');
      return pass(`${license}${licenseFile ? ', with its text' : ''}`);
    },
  },
  {
    id: 'checked.environment',
    title: 'Every setting it reads is declared',
    evaluate: ({ environment, sourceScan, packageScan }) => {
      if (environment === undefined) return unknown('what it reads is not known');
      const of = ({ rule }: FindingFact) => rule === 'undeclared-variable';
      return none(
        [...environment.undeclared, ...found([sourceScan, packageScan], of)],
        `${count(environment.declared.length, 'setting')} declared, no other is read`,
      );
    },
  },
  {
    id: 'checked.sbom',
    title: 'There is a list of everything it is made of',
    evaluate: ({ sbom }) => {
      if (sbom === undefined) return unknown('no list was made');
      const { format, specVersion, components, missing = [] } = sbom;
      return none(
        missing.map((name) => `${name} is not in it`),
        `${format} ${specVersion}, ${count(components, 'component')}`,
      );
    },
  },
] as const satisfies readonly Check[];

/** Share of lines, against the least that is wanted. */
export function covered(coverage: CertificateFacts['coverage'], limit: number): Verdict {
  if (coverage === undefined) return unknown('coverage was not measured');
  const { lines, percent, libraryLines = 0 } = coverage;
  const apart =
    libraryLines > 0
      ? `; ${libraryLines} lines of the generator's library, unchanged, are not counted`
      : '';
  const words = `${percent.toFixed(1)} % of ${lines} lines, at least ${limit} % wanted${apart}`;
  return percent >= limit ? pass(words) : fail(words);
}
