import type { PluginSpec } from '@plugwright/spec';
import type { BenchReport } from './bench-report.js';
import { median } from './statistics.js';

/** What the budgets are held against. */
export interface Spent {
  bundleBytes: number;
  /** Start of an agent with the plugin, one per process. */
  bootMs: readonly number[];
  /** 95th percentile of each action, in ms. */
  actionMs: readonly number[];
  /** Peak memory of a process with the plugin; absent where it cannot be seen. */
  memoryBytes: readonly number[];
}

/** One figure for each budget that there may be; `null`: not measured. */
export function spentOf(spent: Spent): BenchReport['spent'] {
  const known = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    bundleBytes: spent.bundleBytes,
    bootMs: known(median(spent.bootMs)),
    actionMs: known(Math.max(...spent.actionMs)),
    memoryBytes: known(median(spent.memoryBytes)),
  };
}

/** The budgets of the spec, each with what was used of it. A figure that is missing is not within a budget. */
export function checkBudgets(
  budgets: PluginSpec['budgets'] | undefined,
  spent: BenchReport['spent'],
): BenchReport['budgets'] {
  return Object.entries(budgets ?? {}).flatMap(([name, limit]): BenchReport['budgets'] => {
    if (limit === undefined) return [];
    const value = spent[name as keyof typeof spent];
    if (value === null) return [{ name, limit, value, result: 'not evaluated' }];
    return [{ name, limit, value, result: value > limit ? 'failed' : 'passed' }];
  });
}
