import type { Action } from '@plugwright/spec';
import { generalRequired } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { actionJob } from './action-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';

/** Actions without a request of their own: a text, a question to the agent's model, a body that a person writes. */
export const plainActionViews: ComponentViewBuilder = (context) => {
  const { actions } = context.spec;
  const files = actions.flatMap((action) => jobsOf(context, action));
  const uses = (kind: Action['run']['kind']) => actions.some(({ run }) => run.kind === kind);
  const libraries = [
    ...(uses('text') || uses('model') ? ['text'] : []),
    ...(uses('model') ? ['prompt'] : []),
    ...(actions.some(({ run }) => asksForForm(run)) ? ['ask-model'] : []),
  ];
  return {
    jobs: [...files, ...libraries.map((name) => libraryFile(context.identifiers, name))],
    registrations: [],
  };
};

/** Whether the answer of the model must be JSON, or one of some labels. */
const asksForForm = (run: Action['run']) =>
  run.kind === 'model' && (run.output === 'json' || run.labels !== undefined);

function jobsOf(context: RenderContext, action: Action): TemplateJob[] {
  const { identifiers } = context;
  const { name, description, parameters, run } = action;
  const job = (template: string, data: object) => actionJob(context, action, template, data);
  const optional = parameters.filter(({ required }) => !required);
  const blank = Object.fromEntries(optional.map((parameter) => [parameter.name, '']));
  if (run.kind === 'text') return [job('text', { text: run.template, blank })];
  if (run.kind === 'model') {
    const model = run.size === 'large' ? 'TEXT_LARGE' : 'TEXT_SMALL';
    const { prompt, labels } = run;
    if (labels !== undefined) return [job('classify', { prompt, blank, model, labels })];
    return [job(run.output === 'json' ? 'model-json' : 'model', { prompt, blank, model })];
  }
  if (run.kind !== 'custom') return [];
  const symbol = identifiers.symbol('action', name);
  const input = `${symbol.slice(0, 1).toUpperCase()}${symbol.slice(1)}Input`;
  const handler = handlerFile(identifiers, 'action', name, {
    description,
    notes: run.notes,
    input,
    actionModule: `../actions/${identifiers.file('action', name)}.js`,
  });
  const settings = generalRequired(context.whole ?? context.spec);
  return [job('custom', { handler: handler.module, input, settings }), handler.job];
}
