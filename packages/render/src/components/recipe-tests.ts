import type { Action, PluginSpec } from '@plugwright/spec';
import { COMPUTE_CASES } from '../compute-cases.js';
import { settingValue } from '../contract-request.js';
import { exampleInput } from '../contract-values.js';
import { settingsOf } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { collectionImport } from './collection.js';

/** The plugin's own tests of what it keeps, computes and has its model judge. */
export const recipeTests: ComponentViewBuilder = (context) => {
  // A component that is added to a plugin brings no second file of tests.
  if (context.whole !== undefined) return { jobs: [], registrations: [] };
  const { spec } = context;
  const settings = Object.fromEntries(
    settingsOf(spec).map(({ name }) => [name, settingValue(name)]),
  );
  const job = (name: string, data: object): TemplateJob => ({
    template: `src/__tests__/${name}.test.ts`,
    path: `src/__tests__/${name}.test.ts`,
    owner: 'generated',
    data: { settings, ...data },
  });
  const lives = livesOf(context);
  const cases = computeCases(spec);
  const judged = judgedBy(spec);
  return {
    jobs: [
      ...(lives.length > 0 ? [job('collections', { lives, imports: importsOf(lives) })] : []),
      ...(cases.length > 0 ? [job('compute', { cases })] : []),
      ...(judged.used ? [job('judgement', judged)] : []),
    ],
    registrations: [],
  };
};

interface Life {
  id: string;
  symbol: string;
  module: string;
  /** Operation → action. */
  actions: Record<string, string>;
  input: Record<string, unknown>;
  /** Several entries fit in. */
  several: boolean;
}

/** Collections that something can be added to, and the first action of each operation. */
function livesOf(context: RenderContext): Life[] {
  const { spec } = context;
  return Object.entries(spec.collections).flatMap(([id, { maxItems }]) => {
    const on = spec.actions.filter(({ run }) => run.kind === 'collection' && run.collection === id);
    const actions: Record<string, string> = {};
    for (const { name, run } of on.toReversed())
      if (run.kind === 'collection') actions[run.operation] = name;
    const add = on.find(({ name }) => name === actions['add']);
    const input = add && exampleInput(add.parameters, undefined, spec.schemas);
    if (!input || Object.keys(input).length === 0) return [];
    const { collection, collectionModule } = collectionImport(context, id);
    const found = { id, symbol: collection, module: collectionModule, several: maxItems >= 3 };
    return [{ ...found, actions, input }];
  });
}

const importsOf = (lives: readonly Life[]) =>
  lives.map(({ symbol, module }) => ({ identifier: symbol, module }));

/** Known answers, where the action takes what they need. */
function computeCases(spec: PluginSpec) {
  return spec.actions.flatMap(({ name, parameters, run }) => {
    if (run.kind !== 'compute') return [];
    const takes = new Set(parameters.map((parameter) => parameter.name));
    return COMPUTE_CASES[run.function]
      .filter(({ input }) => Object.keys(input).every((key) => takes.has(key)))
      .map(({ input, says }) => ({ name, input, says }));
  });
}

function judgedBy(spec: PluginSpec) {
  const input = (action: Action) => exampleInput(action.parameters, undefined, spec.schemas);
  const labelled = spec.actions.flatMap((action) => {
    const found = input(action);
    const { run } = action;
    if (run.kind !== 'model' || run.labels === undefined || found === undefined) return [];
    return [{ name: action.name, input: found, label: run.labels.at(-1)!.trim() }];
  });
  const structured = spec.actions.flatMap((action) => {
    const found = input(action);
    const { run } = action;
    const reads = run.kind === 'model' && run.output === 'json' && run.labels === undefined;
    return reads && found !== undefined ? [{ name: action.name, input: found }] : [];
  });
  const evaluators = spec.evaluators.flatMap(({ name, run }) => {
    if (run.kind !== 'model') return [];
    return [{ name, verdict: run.labels?.[0]!.trim() ?? 'yes', noted: run.remember ? 1 : 0 }];
  });
  const used = [...labelled, ...structured, ...evaluators].length > 0;
  const actions = labelled.length + structured.length > 0;
  return { used, actions, labelled, structured, evaluators };
}
