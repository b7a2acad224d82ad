import type { ModelHandler } from '@plugwright/spec';
import { code } from '../encode.js';
import { operationLiteral } from '../operation.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';

/** Model handlers: a request to a model's API, or a body that a person writes. */
export const modelViews: ComponentViewBuilder = (context) => {
  const { models } = context.spec;
  const { identifiers } = context;
  const files = models.flatMap((model) => jobsOf(context, model));
  const libraries = [
    ...(models.some(({ run }) => run.kind === 'http') ? ['model'] : []),
    ...(models.some(({ type }) => type === 'TEXT_EMBEDDING') ? ['embedding'] : []),
    ...(new Set(models.map(({ priority }) => priority)).size > 1 ? ['register-model'] : []),
  ];
  return {
    jobs: [...files, ...libraries.map((name) => libraryFile(identifiers, name))],
    registrations: models.map(({ type }) => ({
      list: 'models',
      identifier: identifiers.symbol('model', type),
      module: `models/${identifiers.file('model', type)}`,
      key: type,
    })),
  };
};

const TEXT = { params: 'GenerateTextParams', result: 'string', reader: 'textOf' };
const OBJECT = {
  params: 'ObjectGenerationParams',
  result: 'Record<string, unknown>',
  reader: 'objectOf',
};

function jobsOf({ spec, identifiers }: RenderContext, model: ModelHandler): TemplateJob[] {
  const { type, description, run } = model;
  const shape = type.startsWith('OBJECT') ? OBJECT : TEXT;
  const embedding = type === 'TEXT_EMBEDDING';
  const types = {
    params: code(shape.params),
    result: code(shape.result),
    reader: code(shape.reader),
  };
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/models/${embedding ? 'embedding-' : ''}${template}.ts`,
    path: `src/models/${identifiers.file('model', type)}.ts`,
    owner: 'generated',
    data: { symbol: identifiers.symbol('model', type), description, ...types, ...data },
  });
  if (run.kind === 'http') return [job('http', { operation: operationLiteral(spec, run) })];
  const handler = handlerFile(
    identifiers,
    'model',
    type,
    { description, notes: run.notes, ...types },
    embedding ? 'embedding-model' : 'model',
  );
  return [job('custom', { handler: handler.module }), handler.job];
}
