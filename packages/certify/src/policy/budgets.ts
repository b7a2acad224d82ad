import type { CertificateFacts, MeasureFact } from '../facts.js';
import { count } from './check.js';
import type { Policy } from './policy.js';

type Performance = NonNullable<CertificateFacts['performance']>;

/** What budgets are about, with their units. */
export const budgetUnits = {
  bundleBytes: 'bytes',
  bootMs: 'ms',
  actionMs: 'ms',
  memoryBytes: 'bytes',
} as const;

export type BudgetName = keyof typeof budgetUnits;
export const budgetNames = Object.keys(budgetUnits) as BudgetName[];

/**
 * The facts with a budget for every figure that has none of its author: that of the policy, by how many components the
 * plugin has. What was not measured has none.
 */
export function withBudgets(facts: CertificateFacts, { budgets }: Policy): CertificateFacts {
  const { performance } = facts;
  if (performance === undefined || budgets === undefined) return facts;
  const own = new Set(performance.measures.map(({ name }) => name));
  const added = budgetNames.flatMap((name): MeasureFact[] => {
    const [budget, value] = [budgets[name], performance.spent?.[name]];
    if (budget === undefined || value === undefined || own.has(measureName(name))) return [];
    return [
      {
        name: measureName(name),
        unit: budgetUnits[name],
        value,
        budget: budget.base + budget.perComponent * (performance.components ?? 0),
        setBy: 'policy',
      },
    ];
  });
  return {
    ...facts,
    performance: { ...performance, measures: [...performance.measures, ...added] },
  };
}

/** How a budget is called among the figures. */
export const measureName = (name: BudgetName): string => `budget ${name}`;

/** How many figures are held against a budget, and how many of those budgets are the policy's. */
export function budgetsHeld(measures: readonly Pick<MeasureFact, 'budget' | 'setBy'>[]) {
  const judged = measures.filter(({ budget }) => budget !== undefined);
  return {
    judged: judged.length,
    ofPolicy: judged.filter(({ setBy }) => setBy === 'policy').length,
  };
}

/** Whose budgets were held, in words. */
export function budgetsInWords({ measures }: Performance): string {
  const { judged, ofPolicy } = budgetsHeld(measures);
  const figures = count(judged, 'figure');
  if (ofPolicy === 0) return `${figures} within the author's budgets`;
  if (ofPolicy === judged)
    return `${figures} within the policy's default budgets, as the author set none`;
  return `${figures} within budget, ${ofPolicy} of them the policy's default, as the author set none for it`;
}
