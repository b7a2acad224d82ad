import type { Evaluator } from '@plugwright/spec';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';
import { noTemplate } from './no-template.js';

/** Evaluators: one that notes words, or a body that a person writes. */
export const evaluatorViews: ComponentViewBuilder = (context) => {
  const { evaluators } = context.spec;
  const { identifiers } = context;
  const files = evaluators.flatMap((evaluator) => jobsOf(context, evaluator));
  const usesWords = evaluators.some(({ run }) => run.kind === 'words');
  return {
    jobs: usesWords
      ? [
          ...files,
          ...['word-evaluator', 'words', 'text'].map((name) => libraryFile(identifiers, name)),
        ]
      : files,
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
  if (run.kind !== 'custom') throw noTemplate(name, run.kind);
  const handler = handlerFile(identifiers, 'evaluator', name, { description, notes: run.notes });
  const data = {
    handler: handler.module,
    outcome: `${name} has looked at the message.`,
    failed: `${name} failed: `,
  };
  return [job('custom', data), handler.job];
}
