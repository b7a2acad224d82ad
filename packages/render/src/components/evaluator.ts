import type { Evaluator } from '@plugwright/spec';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';

/** Files of `src/lib` that each kind needs. */
const LIBRARIES: Readonly<Record<Evaluator['run']['kind'], readonly string[]>> = {
  words: ['word-evaluator', 'words', 'note', 'text'],
  model: ['judge-evaluator', 'ask-model', 'note', 'text'],
  custom: [],
};

/** Evaluators: words that are noted, the verdict of the agent's model, or a body that a person writes. */
export const evaluatorViews: ComponentViewBuilder = (context) => {
  const { evaluators } = context.spec;
  const { identifiers } = context;
  const files = evaluators.flatMap((evaluator) => jobsOf(context, evaluator));
  const libraries = evaluators.flatMap(({ run }) => LIBRARIES[run.kind]);
  return {
    jobs: [...files, ...libraries.map((name) => libraryFile(identifiers, name))],
    registrations: evaluators.map(({ name }) => ({
      list: 'evaluators',
      identifier: identifiers.symbol('evaluator', name),
      module: `evaluators/${identifiers.file('evaluator', name)}`,
    })),
  };
};

function jobsOf({ identifiers }: RenderContext, evaluator: Evaluator): TemplateJob[] {
  const { name, description, similes, alwaysRun, run } = evaluator;
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/evaluators/${template}.ts`,
    path: `src/evaluators/${identifiers.file('evaluator', name)}.ts`,
    owner: 'generated',
    data: {
      slug: identifiers.slug,
      symbol: identifiers.symbol('evaluator', name),
      name,
      description,
      similes,
      alwaysRun,
      ...data,
    },
  });
  if (run.kind === 'words') {
    const [said = ''] = run.words;
    return [job('words', { words: run.words, said, outcome: `Noted: ${said}` })];
  }
  if (run.kind === 'model') {
    const { criteria, labels = [], remember } = run;
    const labelled = labels.length > 0;
    const outcome = `${name}: ${labels[0] ?? 'no'}`;
    return [job('model', { criteria, labels, labelled, remember, outcome })];
  }
  const handler = handlerFile(identifiers, 'evaluator', name, { description, notes: run.notes });
  const data = {
    handler: handler.module,
    outcome: `${name} has looked at the message.`,
    failed: `${name} failed: `,
  };
  return [job('custom', data), handler.job];
}
