import type { Action } from '@plugwright/spec';
import { operationLiteral } from '../operation.js';
import { generalRequired } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { actionJob } from './action-job.js';
import { actionSchemas } from './parameters-view.js';
import { code } from '../encode.js';

/** Actions whose run is one HTTP request. */
export const httpActionViews: ComponentViewBuilder = (context) => ({
  jobs: context.spec.actions
    .filter((action) => action.run.kind === 'http')
    .map((action) => jobOf(context, action)),
  registrations: [],
});

function jobOf(context: RenderContext, action: Action): TemplateJob {
  const { run } = action;
  if (run.kind !== 'http') throw new Error(`${action.name} is no HTTP action`);
  return actionJob(context, action, 'http', {
    summary: `${run.method} ${run.path}`,
    settings: generalRequired(context.whole ?? context.spec),
    operation: operationLiteral(context.whole ?? context.spec, run, action.parameters),
  });
}

/** Every action of the spec in `src/index.ts`, in spec order, whatever runs it. */
export const actionRegistrations: ComponentViewBuilder = ({ spec, identifiers }) => ({
  jobs: [],
  registrations: spec.actions.map(({ name }) => ({
    list: 'actions',
    identifier: identifiers.symbol('action', name),
    module: `actions/${identifiers.file('action', name)}`,
  })),
});

/** `src/schemas.ts`, when actions refer to named schemas. */
export const sharedSchemas: ComponentViewBuilder = (context) => {
  const { definitions } = actionSchemas(context);
  if (context.whole !== undefined || definitions.length === 0)
    return { jobs: [], registrations: [] };
  return {
    jobs: [
      {
        template: 'src/schemas.ts',
        path: 'src/schemas.ts',
        owner: 'generated',
        data: {
          definitions: definitions.map((one) => code(one.code.replace(/^export /, ''))),
        },
      },
    ],
    registrations: [],
  };
};
