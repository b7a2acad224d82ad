import type { Provider } from '@plugwright/spec';
import { operationLiteral } from '../operation.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { collectionImport } from './collection.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';

/** Providers: a request with a cache and a time budget, a fixed text, a collection, or a body that a person writes. */
export const providerViews: ComponentViewBuilder = (context) => {
  const { providers } = context.spec;
  const files = providers.flatMap((provider) => jobsOf(context, provider));
  const usesHttp = providers.some(({ run }) => run.kind === 'http');
  return {
    jobs: usesHttp ? [...files, libraryFile(context.identifiers, 'http-provider')] : files,
    registrations: providers.map(({ name }) => ({
      list: 'providers',
      identifier: context.identifiers.symbol('provider', name),
      module: `providers/${context.identifiers.file('provider', name)}`,
    })),
  };
};

function jobsOf({ spec, identifiers }: RenderContext, provider: Provider): TemplateJob[] {
  const { name, description, dynamic, position, run } = provider;
  const symbol = identifiers.symbol('provider', name);
  const key = symbol.replace(/Provider(?=\d*$)/, '');
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/providers/${template}.ts`,
    path: `src/providers/${identifiers.file('provider', name)}.ts`,
    owner: 'generated',
    data: { symbol, description, ...data },
  });
  if (run.kind === 'http') {
    const operation = operationLiteral(spec, run);
    return [job('http', { definition: { name, description, dynamic, position, key, operation } })];
  }
  const { slug } = identifiers;
  const common = { slug, name, key, dynamic, position, positioned: position !== undefined };
  if (run.kind === 'text') return [job('text', { ...common, text: run.template })];
  if (run.kind === 'collection') {
    const from = collectionImport({ identifiers }, run.collection);
    return [job('collection', { ...common, ...from, limit: run.limit })];
  }
  const handler = handlerFile(identifiers, 'provider', name, { description, notes: run.notes });
  return [job('custom', { ...common, handler: handler.module }), handler.job];
}
