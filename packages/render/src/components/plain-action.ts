import type { Action } from '@plugwright/spec';
import { generalRequired } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { examplesOf, similesOf } from './action-texts.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';
import { noTemplate } from './no-template.js';
import { parametersView } from './parameters-view.js';

/** Actions without a request of their own: a text, a question to the agent's model, a body that a person writes. */
export const plainActionViews: ComponentViewBuilder = (context) => {
  const { actions } = context.spec;
  const files = actions.flatMap((action) => jobsOf(context, action));
  const uses = (kind: Action['run']['kind']) => actions.some(({ run }) => run.kind === kind);
  const libraries = [
    ...(uses('text') || uses('model') ? ['text'] : []),
    ...(uses('model') ? ['prompt'] : []),
  ];
  return {
    jobs: [...files, ...libraries.map((name) => libraryFile(context.identifiers, name))],
    registrations: [],
  };
};

function jobsOf(context: RenderContext, action: Action): TemplateJob[] {
  const { identifiers } = context;
  const { name, description, parameters, run } = action;
  if (run.kind === 'http') return [];
  const whole = context.whole ?? context.spec;
  const symbol = identifiers.symbol('action', name);
  const stem = identifiers.file('action', name);
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/actions/${template}.ts`,
    path: `src/actions/${stem}.ts`,
    owner: 'generated',
    data: {
      symbol,
      name,
      description,
      summary: description,
      similes: similesOf(whole, action),
      examples: examplesOf(action),
      ...parametersView(context, action),
      ...data,
    },
  });
  const optional = parameters.filter(({ required }) => !required);
  const blank = Object.fromEntries(optional.map((parameter) => [parameter.name, '']));
  if (run.kind === 'text') return [job('text', { text: run.template, blank })];
  if (run.kind === 'model') {
    const model = run.size === 'large' ? 'TEXT_LARGE' : 'TEXT_SMALL';
    return [job('model', { prompt: run.prompt, blank, model })];
  }
  if (run.kind !== 'custom') throw noTemplate(name, run.kind);
  const input = `${symbol.slice(0, 1).toUpperCase()}${symbol.slice(1)}Input`;
  const handler = handlerFile(identifiers, 'action', name, {
    description,
    notes: run.notes,
    input,
    actionModule: `../actions/${stem}.js`,
  });
  const settings = generalRequired(whole);
  return [job('custom', { handler: handler.module, input, settings }), handler.job];
}
