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

/** The budgets of the spec, each with what was used of it. A figure that is missing is not within a budget. */
export function checkBudgets(
  budgets: PluginSpec['budgets'] | undefined,
  spent: Spent,
): BenchReport['budgets'] {
  const values = {
    bundleBytes: spent.bundleBytes,
    bootMs: median(spent.bootMs),
    actionMs: Math.max(...spent.actionMs),
    memoryBytes: median(spent.memoryBytes),
  };
  return Object.entries(budgets ?? {}).flatMap(([name, limit]): BenchReport['budgets'] => {
    if (limit === undefined) return [];
    const value = values[name as keyof typeof values];
    if (!Number.isFinite(value)) return [{ name, limit, value: null, result: 'not evaluated' }];
    return [{ name, limit, value, result: value > limit ? 'failed' : 'passed' }];
  });
}
