import { describe, expect, it } from 'vitest';
import { around, component, reportOf } from './__fixtures__/report.js';
import { benchFindings } from './bench-findings.js';
import { checkBudgets, spentOf } from './check-budgets.js';
import {
  compareReports,
  compareSets,
  isDecided,
  isSuspect,
  readBaseline,
} from './compare-reports.js';
import { machineFacts } from './machine-facts.js';
import { measureOf } from './summarise.js';

const before = reportOf();
const verdicts = (after: ReturnType<typeof reportOf>, base = before) =>
  Object.fromEntries(
    compareReports(base, after).changes.map(({ metric, verdict }) => [metric, verdict]),
  );
const same = {
  'action TIDE_GET': 'same',
  'provider TIDE_NOW': 'same',
  load: 'same',
  bundle: 'same',
  dependencies: 'same',
};

describe('a report against its baseline', () => {
  it('finds nothing in an equal one', () => {
    expect(verdicts(reportOf())).toEqual(same);
  });

  it('finds a handler that is 30 % slower, and says how certain that is', () => {
    const after = reportOf({
      components: [component('action', 'TIDE_GET', 0.065, 1.56), before.components[1]!],
    });
    const comparison = compareReports(before, after);
    expect(comparison.changes[0]).toMatchObject({ verdict: 'worse', before: 0.05, after: 0.065 });
    expect(benchFindings(after, comparison)).toMatchObject([
      {
        code: 'PW_BENCH_SLOWER',
        message: expect.stringMatching(
          /^action TIDE_GET is 130 % of the baseline \(99 % certain: 12\d % to 13\d %\): 0\.05 → 0\.065 ms$/,
        ) as string,
      },
    ]);
    expect(verdicts(before, after)).toEqual({ ...same, 'action TIDE_GET': 'better' });
  });

  it('says nothing when the whole machine is slower', () => {
    const after = reportOf({
      components: [
        component('action', 'TIDE_GET', 0.25, 1.2),
        component('provider', 'TIDE_NOW', 2.5, 12),
      ],
      load: {
        ...before.load,
        totalMs: measureOf(around(50)),
      },
      referenceMs: measureOf(around(0.2)),
    });
    expect(verdicts(after)).toEqual(same);
  });

  it('says nothing of a difference that may be chance', () => {
    const spread = {
      ...component('action', 'TIDE_GET', 0.06, 1.45),
      relative: measureOf(around(1.45, 0.4)),
    };
    expect(verdicts(reportOf({ components: [spread, before.components[1]!] }))).toEqual(same);
  });

  it('takes the time of what waits as it is', () => {
    // Half as long as the reference work says, because the machine is slower; it waits as long as before.
    const after = reportOf({
      components: [before.components[0]!, component('provider', 'TIDE_NOW', 0.5, 6, true)],
    });
    expect(verdicts(after)).toEqual(same);
    const longer = reportOf({
      components: [before.components[0]!, component('provider', 'TIDE_NOW', 5.5, 6, true)],
    });
    expect(verdicts(longer)).toEqual({ ...same, 'provider TIDE_NOW': 'worse' });
  });

  it('weighs load by milliseconds too, and sizes without noise', () => {
    const slow = {
      ...before.load,
      totalMs: measureOf(around(14)),
      relative: measureOf(around(0.56)),
    };
    expect(verdicts(reportOf({ load: slow }))).toEqual({ ...same, load: 'worse' });
    const tiny = { ...slow, totalMs: measureOf(around(1)) };
    expect(verdicts(reportOf({ load: tiny }))).toEqual(same);
    const larger = reportOf({
      bundle: { bytes: 72_001 },
      dependencies: { count: 1, bytes: 10, missing: [] },
    });
    expect(verdicts(larger)).toEqual({ ...same, bundle: 'worse', dependencies: 'worse' });
    expect(verdicts(before, larger)).toMatchObject({ dependencies: 'better' });
  });

  it('names what is new and what is gone', () => {
    const after = reportOf({ components: [component('action', 'TIDE_SET', 1, 1)] });
    expect(compareReports(before, after)).toMatchObject({
      appeared: ['action TIDE_SET'],
      gone: ['action TIDE_GET', 'provider TIDE_NOW'],
    });
  });

  it('refuses a baseline of another machine, and what is none', () => {
    const machine = machineFacts({ level: 'restricted', driver: 'restricted' });
    const other = reportOf({ machine: { ...machine, node: 'v1.0.0' } });
    expect(() => compareReports(other, before)).toThrow(
      /taken elsewhere: node v1\.0\.0 → v.*isolation restricted → bubblewrap/,
    );
    const twin = reportOf({ machine: { ...before.machine, id: 'sha256:other' } });
    expect(() => compareReports(twin, before)).toThrow(/another machine of the same kind/);
    expect(readBaseline(JSON.stringify(before))).toEqual(before);
    const damaged = { ...before, bundle: { bytes: 1, packed: 'no gzip' } };
    for (const text of [
      '',
      '{}',
      JSON.stringify(damaged),
      JSON.stringify({ ...before, benchVersion: 1 }),
    ])
      expect(() => readBaseline(text)).toThrow(
        expect.objectContaining({ code: 'PW_BENCH_BASELINE' }),
      );
  });
});

describe('sets of processes that were measured in turns', () => {
  const handler = (relative: number[]) =>
    reportOf({
      components: [
        { ...before.components[0]!, relative: measureOf(relative) },
        before.components[1]!,
      ],
    });
  const loads = around(1, 0.5);
  /** Both of a pair have the load of their moment, and the second `ratio` times as much work. */
  const pair = (ratio: number) => ({
    before: handler(loads),
    after: handler(loads.map((value) => value * ratio)),
  });
  const together = (...pairs: ReturnType<typeof pair>[]) => {
    const all = (which: 'before' | 'after') =>
      handler(pairs.flatMap((one) => one[which].components[0]!.relative.samples));
    return compareSets(pairs, { before: all('before'), after: all('after') });
  };
  const verdict = (...ratios: number[]) => together(...ratios.map(pair)).changes[0]?.verdict;

  it('find what is slower in each of them, through any load that both of a pair have', () => {
    expect(verdict(1.3, 1.3)).toBe('worse');
    expect(verdict(1.28, 1.35, 1.25)).toBe('worse');
  });

  it('say nothing of what did not come back, however slow it was once', () => {
    expect(verdict(1.6, 1.02)).toBe('same');
    expect(verdict(1.4, 1.4, 1.05)).toBe('same');
  });

  it('go on while in doubt: at most one set says that it is slower, or it is not certain', () => {
    expect(isDecided(together(pair(1.02)))).toBe(true);
    expect(isDecided(together(pair(1.3)))).toBe(false);
    expect(isDecided(together(pair(1.3), pair(1.3)))).toBe(true);
    const uncertain = {
      before: handler(around(1, 0.5)),
      after: handler(around(1.3, 0.5).toReversed()),
    };
    expect(isDecided(together(uncertain, uncertain))).toBe(false);
  });

  it('are measured when a time seems to have grown by a tenth, in load by a millisecond too', () => {
    const suspect = (after: ReturnType<typeof reportOf>) =>
      isSuspect(compareReports(before, after));
    expect(suspect(handler(around(1.2 * 1.05)))).toBe(false);
    expect(suspect(handler(around(1.2 * 1.15)))).toBe(true);
    const load = (totalMs: number) =>
      reportOf({
        load: {
          ...before.load,
          totalMs: measureOf(around(totalMs)),
          relative: measureOf(around(0.5)),
        },
      });
    expect(suspect(load(12.5))).toBe(true);
    expect(suspect(load(10.5))).toBe(false);
  });
});

describe('what is wrong with a report', () => {
  it('is nothing when it is in order', () => {
    expect(benchFindings(before, undefined)).toEqual([]);
  });

  it('is a budget that is exceeded; one that could not be held is said to be', () => {
    const budgets = checkBudgets(
      { bundleBytes: 100, bootMs: 50, actionMs: 2, memoryBytes: 1000 },
      spentOf({ bundleBytes: 101, bootMs: [40, 49, 60], actionMs: [], memoryBytes: [] }),
    );
    expect(budgets.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'bundleBytes failed',
      'bootMs passed',
      'actionMs not evaluated',
      'memoryBytes not evaluated',
    ]);
    expect(
      benchFindings(reportOf({ budgets }), undefined).map(
        ({ severity, message }) => `${severity} ${message}`,
      ),
    ).toEqual([
      'error budgets.bundleBytes is 100, measured 101',
      'warning budgets.actionMs was not evaluated: nothing was measured',
      'warning budgets.memoryBytes was not evaluated: nothing was measured',
    ]);
    expect(
      checkBudgets(undefined, { bundleBytes: 1, bootMs: null, actionMs: null, memoryBytes: null }),
    ).toEqual([]);
  });

  it('is not silence about memory that nobody could look at', () => {
    expect(benchFindings(reportOf({ memory: null }), undefined)).toMatchObject([
      { severity: 'warning', code: 'PW_BENCH_NOT_MEASURED' },
    ]);
    expect(benchFindings(reportOf({ memory: null, components: [] }), undefined)).toEqual([]);
  });

  it('is a leak, and what stays open', () => {
    const after = reportOf({
      memory: { ...before.memory!, growthBytes: measureOf([2_000_000]), share: 0.08, leak: true },
      handles: { left: [{ type: 'Timeout', detail: 'interval of 1000 ms still running' }] },
    });
    expect(benchFindings(after, undefined)).toMatchObject([
      { code: 'PW_BENCH_LEAK', message: 'memory grew by 2000 kB (8 %) over 1000 calls' },
      {
        code: 'PW_BENCH_HANDLES',
        message: 'Timeout: interval of 1000 ms still running after stop',
      },
    ]);
  });
});
