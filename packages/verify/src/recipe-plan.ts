import { fitsSchema, type Action, type HttpRun, type PluginSpec } from '@plugwright/spec';
import type { ActionPlan } from './boot-protocol.js';
import { answerOf } from './fixture-answer.js';
import { valueAt } from './value-at.js';

/** Operations that need an entry to work on. */
const ON_AN_ENTRY = new Set(['get', 'update', 'complete', 'reopen', 'remove']);

/** Whether an action may fail with fitting input, because of what was done before it or what it is not told. */
export function mayFail({ run }: Action): boolean {
  if (run.kind === 'collection') return run.operation === 'add' || ON_AN_ENTRY.has(run.operation);
  return run.kind === 'compute' && run.function === 'convertCurrency';
}

/**
 * Plans of actions on collections and of conversions of money. Actions are driven in the order of the
 * spec, each twice: with all input, and directly with what is required. So it is known how many entries
 * there are when one is needed.
 */
export function recipePlans(spec: PluginSpec, plans: readonly ActionPlan[]): ActionPlan[] {
  const counts = new Map<string, number>();
  return plans.map((plan) => {
    const action = spec.actions.find(({ name }) => name === plan.name);
    if (action?.run.kind === 'collection') return collectionPlan(action, plan, spec, counts);
    return action?.run.kind === 'compute' ? computePlan(action, plan, spec) : plan;
  });
}

function collectionPlan(
  action: Action,
  plan: ActionPlan,
  spec: PluginSpec,
  counts: Map<string, number>,
): ActionPlan {
  if (action.run.kind !== 'collection') return plan;
  const { collection, operation } = action.run;
  const count = counts.get(collection) ?? 0;
  if (operation === 'clear') counts.set(collection, 0);
  if (operation === 'add') {
    const space = (spec.collections[collection]?.maxItems ?? 0) - count;
    counts.set(collection, count + Math.min(2, Math.max(0, space)));
    return { ...plan, mustSucceed: plan.mustSucceed && space >= 2 };
  }
  if (!ON_AN_ENTRY.has(operation)) return plan;
  if (operation === 'remove') counts.set(collection, Math.max(0, count - 2));
  const first = (input: ActionPlan['input']) => ({ ...input, which: '1' });
  const { direct, ...rest } = plan;
  const input = first(plan.input);
  return {
    ...rest,
    input,
    // A change of nothing is refused.
    ...(direct === undefined ? {} : { direct: operation === 'update' ? input : first(direct) }),
    mustSucceed:
      plan.mustSucceed &&
      count >= (operation === 'remove' ? 2 : 1) &&
      fitsWhich(action, spec) &&
      (operation !== 'update' || Object.keys(input).length > 1),
  };
}

const fitsWhich = ({ parameters }: Action, spec: PluginSpec): boolean =>
  parameters.every(({ name, schema }) => name !== 'which' || fitsSchema('1', schema, spec.schemas));

function computePlan(action: Action, plan: ActionPlan, spec: PluginSpec): ActionPlan {
  if (action.run.kind !== 'compute' || action.run.function !== 'convertCurrency') return plan;
  const { rates } = action.run;
  const to = String(plan.input['to']);
  const codes = [plan.input['from'], to].every((code) => /^[A-Za-z]{3}$/.test(String(code)));
  const { direct, ...rest } = plan;
  const rate = rates === undefined ? undefined : documentedRate(rates, spec, to.toUpperCase());
  return {
    ...rest,
    ...(direct === undefined ? {} : { direct: rate === undefined ? plan.input : direct }),
    mustSucceed: plan.mustSucceed && codes && (rate !== undefined || 'rate' in plan.input),
  };
}

/** The rate in the documented answer, where the plugin looks for it. */
function documentedRate(run: HttpRun, spec: PluginSpec, code: string): number | undefined {
  const { body } = answerOf(run, spec.schemas);
  if (typeof body !== 'string' || run.response.kind !== 'json') return undefined;
  const picked = valueAt(JSON.parse(body), run.pick ?? '');
  const found = valueAt(picked, `/${code}`) ?? picked;
  return typeof found === 'number' && found > 0 ? found : undefined;
}
