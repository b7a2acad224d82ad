import type { Action, RunOf } from '@plugwright/spec';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { actionJob } from './action-job.js';
import { libraryFile } from './library-file.js';

/** The run of an action, not that of a provider. */
type Operation = Extract<RunOf<'collection'>, { operation: string }>;

/** The function of `src/lib/collection.ts` for each operation. */
const FUNCTIONS: Readonly<Record<Operation['operation'], string>> = {
  add: 'addItem',
  list: 'listItems',
  get: 'getItem',
  update: 'updateItem',
  complete: 'completeItem',
  reopen: 'reopenItem',
  remove: 'removeItem',
  clear: 'clearItems',
  search: 'searchItems',
};

/** What the agent keeps: one file per collection that a component uses, and the actions on it. */
export const collectionViews: ComponentViewBuilder = (context) => {
  const { spec, identifiers } = context;
  const actions = spec.actions.flatMap((action) => actionJobs(context, action));
  const used = [...spec.actions, ...spec.providers].flatMap(({ run }) =>
    run.kind === 'collection' ? [run.collection] : [],
  );
  const libraries = [
    ...(used.length > 0 ? ['collection-store', 'collection-text', 'text'] : []),
    ...(actions.length > 0 ? ['collection'] : []),
  ];
  return {
    jobs: [
      ...[...new Set(used)].map((id) => collectionFile(context, id)),
      ...actions,
      ...libraries.map((name) => libraryFile(identifiers, name)),
    ],
    registrations: [],
  };
};

/** How a component imports a collection. */
export function collectionImport({ identifiers }: Pick<RenderContext, 'identifiers'>, id: string) {
  return {
    collection: identifiers.symbol('collection', id),
    collectionModule: `../collections/${identifiers.file('collection', id)}.js`,
  };
}

function actionJobs(context: RenderContext, action: Action): TemplateJob[] {
  const { run } = action;
  if (run.kind !== 'collection') return [];
  const operation = FUNCTIONS[run.operation];
  return [
    actionJob(context, action, 'collection', {
      operation,
      ...collectionImport(context, run.collection),
    }),
  ];
}

function collectionFile({ spec, identifiers, whole }: RenderContext, id: string): TemplateJob {
  const { item, fields, scope, maxItems } = (whole ?? spec).collections[id]!;
  const names = fields.map(({ name }) => name);
  return {
    template: 'src/collections/collection.ts',
    path: `src/collections/${identifiers.file('collection', id)}.ts`,
    owner: 'generated',
    data: {
      symbol: identifiers.symbol('collection', id),
      summary: `Entries of ${id}; each is a ${item}.`,
      definition: { id, item, fields: names, scope, maxItems },
    },
  };
}
