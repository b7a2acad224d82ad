import type { Service } from '@plugwright/spec';
import { operationLiteral } from '../operation.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';
import { noTemplate } from './no-template.js';

/** Services: one that repeats a request and tells of changes, or a body that a person writes. */
export const serviceViews: ComponentViewBuilder = (context) => {
  const { services } = context.spec;
  const { identifiers } = context;
  const files = services.flatMap((service) => jobsOf(context, service));
  const polls = services.some(({ run }) => run.kind === 'poll');
  return {
    jobs: polls ? [...files, libraryFile(identifiers, 'poll')] : files,
    registrations: services.map(({ name }) => ({
      list: 'services',
      identifier: identifiers.symbol('service', name),
      module: `services/${identifiers.file('service', name)}`,
    })),
  };
};

function jobsOf({ spec, identifiers }: RenderContext, service: Service): TemplateJob[] {
  const { name, description, run } = service;
  const symbol = identifiers.symbol('service', name);
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/services/${template}.ts`,
    path: `src/services/${identifiers.file('service', name)}.ts`,
    owner: 'generated',
    data: {
      slug: identifiers.slug,
      symbol,
      name,
      description,
      registryKey: name.toUpperCase(),
      ...data,
    },
  });
  if (run.kind === 'poll') {
    const operation = operationLiteral(spec, run.request);
    const { event, everyMs } = run;
    return [job('poll', { operation, event, everyMs, payload: `${symbol}Payload` })];
  }
  if (run.kind !== 'custom') throw noTemplate(name, run.kind);
  const handler = handlerFile(identifiers, 'service', name, { description, notes: run.notes });
  return [job('custom', { handler: handler.module }), handler.job];
}
