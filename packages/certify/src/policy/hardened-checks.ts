import type { CapabilityKind } from '../facts.js';
import { budgetsInWords } from './budgets.js';
import { type Check, count, fail, none, pass, some, unknown } from './check.js';
import { covered, found, isPlainWarning, isToolText } from './checked-checks.js';

const capabilityWords: Readonly<Record<CapabilityKind, string>> = {
  hosts: 'host',
  files: 'path',
  environment: 'variable',
  processes: 'program',
};

/** L2: it was run where it could do no harm, and did only what it says. */
export const hardenedChecks = [
  {
    id: 'hardened.isolation',
    title: 'It was run in a sandbox that was tried before',
    evaluate: ({ isolation, gates }) => {
      if (isolation === undefined || gates?.['tests'] === undefined)
        return unknown('it was not run');
      const { level, driver, attempts, open, reason } = isolation;
      if (level !== 'sandbox') return fail(`${level} (${driver})${reason ? `: ${reason}` : ''}`);
      if (open.length > 0) return fail(`${driver} lets through: ${some(open)}`);
      if (attempts === 0) return unknown(`nobody tried to get out of ${driver}`);
      return pass(`${driver}, none of ${attempts} attempts got out`);
    },
  },
  {
    id: 'hardened.network',
    title: 'It ran without a network, against recorded answers',
    evaluate: ({ network }) => {
      if (network === undefined) return unknown('it was not run');
      if (!network.closed) return fail('the network was open');
      return none(
        network.unexpected.map((host) => `${host} was asked for, and nothing is recorded for it`),
        'no request for anything else',
      );
    },
  },
  {
    id: 'hardened.dependencies',
    title: 'No advisory is known for what it depends on',
    evaluate: ({ audit }) => {
      if (audit === undefined) return unknown('nobody asked');
      const left = audit.findings.filter(({ waived }) => waived === undefined);
      const bad = left.filter(({ severity }) => severity !== 'low' && severity !== 'info');
      if (bad.length > 0)
        return fail(some(bad.map((one) => `${one.severity}: ${one.package} ${one.id}`)));
      if (audit.answer === 'unknown' || audit.stale || audit.answered < audit.asked)
        return unknown(audit.sentence);
      return pass(audit.sentence);
    },
  },
  {
    id: 'hardened.pinned',
    title: 'Its dependencies exist and are pinned with their digests',
    evaluate: ({ lock }) => {
      if (lock === undefined) return unknown('there is no lockfile');
      return none(
        [
          ...lock.missing.map((name) => `${name} does not exist`),
          ...lock.unpinned.map((name) => `${name} is not pinned`),
        ],
        `${count(lock.packages, 'package')} in ${lock.from}`,
      );
    },
  },
  {
    id: 'hardened.names',
    title: 'No dependency has a name that looks like another',
    evaluate: ({ lock }) =>
      lock?.lookalikes === undefined
        ? unknown('names were not compared')
        : none(lock.lookalikes, 'no name looks like another'),
  },
  {
    id: 'hardened.permissions',
    title: 'It did only what its permissions allow',
    evaluate: ({ permissions }) => {
      if (permissions?.declared === undefined) return unknown('it declares no permissions');
      if (permissions.observed === undefined || permissions.outside === undefined)
        return unknown('what it does was not recorded');
      const { observed, outside } = permissions;
      const seen = (Object.keys(capabilityWords) as CapabilityKind[])
        .filter((kind) => observed[kind].length > 0)
        .map((kind) => count(observed[kind].length, capabilityWords[kind]));
      return none(outside, seen.length === 0 ? 'it asked for nothing' : `seen: ${seen.join(', ')}`);
    },
  },
  {
    id: 'hardened.warnings',
    title: 'The scanner has no warning that nobody accepted',
    evaluate: ({ sourceScan, packageScan }) => {
      if (packageScan === undefined) return unknown('it was not scanned');
      const bad = found([sourceScan, packageScan], isPlainWarning);
      if (bad.length > 0) return none(bad, '');
      const waived = packageScan.findings.filter((one) => one.waived !== undefined).length;
      return packageScan.complete
        ? pass(waived > 0 ? `none; ${waived} accepted with a reason` : 'none')
        : unknown('not everything could be read');
    },
  },
  {
    id: 'hardened.tool-text',
    title: 'What the model reads of it gives the model no orders',
    evaluate: ({ sourceScan, packageScan }) => {
      if (packageScan === undefined) return unknown('it was not scanned');
      return none(
        found([sourceScan, packageScan], isToolText),
        'names and descriptions only describe',
      );
    },
  },
  {
    id: 'hardened.coverage',
    title: 'The tests run most of its lines',
    evaluate: ({ coverage }, limit) => covered(coverage, limit),
  },
  {
    id: 'hardened.mutation',
    title: 'The tests notice when its code is changed',
    evaluate: ({ mutation }, limit) => {
      if (mutation === undefined) return unknown('nobody changed it to see');
      const { tried, killed, percent } = mutation;
      const words = `${killed} of ${tried} changes noticed (${percent.toFixed(0)} %), at least ${limit} % wanted`;
      return percent >= limit ? pass(words) : fail(words);
    },
  },
  {
    id: 'hardened.performance',
    title: 'It keeps its budgets of time and size',
    evaluate: ({ performance }) => {
      if (performance === undefined) return unknown('it was not measured');
      const judged = performance.measures.filter(({ budget }) => budget !== undefined);
      if (judged.length === 0) return unknown('it has no budget');
      const over = judged.filter((one) => (one.p95 ?? one.value) > (one.budget ?? Infinity));
      return none(
        over.map(
          (one) =>
            `${one.name}: ${(one.p95 ?? one.value).toFixed(1)} ${one.unit}, budget ${one.budget}${one.setBy === 'policy' ? " (the policy's default)" : ''}`,
        ),
        `${budgetsInWords(performance)}, on ${performance.machine}`,
      );
    },
  },
  {
    id: 'hardened.memory',
    title: 'Memory does not grow with use',
    evaluate: ({ performance }, limit) => {
      if (performance === undefined) return unknown('it was not measured');
      const { memoryGrowth: growth, exercised = [], notExercised = [] } = performance;
      if (growth === undefined)
        return unknown(
          notExercised.length > 0
            ? `nothing could be called often enough: ${some(notExercised)}`
            : 'it has nothing that can be called again and again',
        );
      // A service works without being asked: one that was never started and stopped may keep anything.
      const services = notExercised.filter((one) => /^(?:service|event) /.test(one));
      if (services.length > 0 && growth < limit) return unknown(`not tried: ${some(services)}`);
      const of = exercised.length > 0 ? ` of ${count(exercised.length, 'component')}` : '';
      const words = `${growth.toFixed(1)} % over 1,000 calls${of}, less than ${limit} % wanted`;
      return growth < limit ? pass(words) : fail(words);
    },
  },
  {
    id: 'hardened.handles',
    title: 'Nothing is left open after it is stopped',
    evaluate: ({ performance }) => {
      const left = performance?.handlesLeft;
      if (left === undefined) return unknown('it was not measured');
      return left === 0 ? pass('nothing left') : fail(`${count(left, 'handle')} left after stop()`);
    },
  },
] as const satisfies readonly Check[];
