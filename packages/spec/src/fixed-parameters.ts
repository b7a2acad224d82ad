import { collectionParameters } from './collection-parameters.js';
import { computeFunctions } from './compute-functions.js';
import { sameJson } from './fits-schema.js';
import { memberOf } from './member-of.js';
import type { Action, Collection, Parameter, PluginSpec } from './plugin-spec.js';

/** The parameters that the run of an action fixes; `undefined` when it takes any. */
export function fixedParameters(
  { run }: Pick<Action, 'run'>,
  spec: Pick<PluginSpec, 'collections'>,
): readonly Parameter[] | undefined {
  if (run.kind === 'compute') return computeFunctions[run.function].parameters;
  if (run.kind !== 'collection') return undefined;
  const collection = memberOf(spec.collections, run.collection) as Collection | undefined;
  return collection && collectionParameters(collection, run.operation);
}

/** The spec with the parameters that its runs fix, where none are written. */
export const withFixedParameters = (spec: PluginSpec): PluginSpec =>
  mapActions(spec, (action) => {
    const fixed = action.parameters.length === 0 ? fixedParameters(action, spec) : undefined;
    return fixed === undefined ? action : { ...action, parameters: structuredClone([...fixed]) };
  });

/** The inverse: parameters that go without saying are left out. */
export const withoutFixedParameters = (spec: PluginSpec): PluginSpec =>
  mapActions(spec, (action) => {
    const fixed = fixedParameters(action, spec);
    return fixed !== undefined && sameJson(fixed, action.parameters)
      ? { ...action, parameters: [] }
      : action;
  });

/** Gives back the same spec when nothing is fixed in it. */
function mapActions(spec: PluginSpec, change: (action: Action) => Action): PluginSpec {
  const actions = spec.actions.map(change);
  return actions.every((action, index) => action === spec.actions[index])
    ? spec
    : { ...spec, actions };
}
