import type { Action } from '@plugwright/spec';
import type { RenderContext, TemplateJob } from '../template-job.js';
import { examplesOf, similesOf } from './action-texts.js';
import { parametersView } from './parameters-view.js';

/** The file of one action: what all actions have, and what its template needs besides. */
export function actionJob(
  context: RenderContext,
  action: Action,
  template: string,
  data: object,
): TemplateJob {
  const { identifiers } = context;
  const { name, description } = action;
  return {
    template: `src/actions/${template}.ts`,
    path: `src/actions/${identifiers.file('action', name)}.ts`,
    owner: 'generated',
    data: {
      symbol: identifiers.symbol('action', name),
      name,
      description,
      summary: description,
      similes: similesOf(context.whole ?? context.spec, action),
      examples: examplesOf(action),
      ...parametersView(context, action),
      ...data,
    },
  };
}
