import type { Task } from '@plugwright/spec';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';

/** Task workers: an action with fixed input, or a body that a person writes. */
export const taskViews: ComponentViewBuilder = (context) => {
  const { tasks } = context.spec;
  const { identifiers } = context;
  const files = tasks.flatMap((task) => jobsOf(context, task));
  return {
    jobs: files.length > 0 ? [...files, libraryFile(identifiers, 'task')] : [],
    registrations: tasks.map(({ name }) => ({
      list: 'tasks',
      identifier: identifiers.symbol('task', name),
      module: `tasks/${identifiers.file('task', name)}`,
    })),
  };
};

function jobsOf({ identifiers }: RenderContext, task: Task): TemplateJob[] {
  const { name, description, everyMs, run } = task;
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/tasks/${template}.ts`,
    path: `src/tasks/${identifiers.file('task', name)}.ts`,
    owner: 'generated',
    data: {
      symbol: identifiers.symbol('task', name),
      name,
      description,
      everyMs,
      repeats: everyMs !== undefined,
      ...data,
    },
  });
  if (run.kind === 'action') {
    const action = identifiers.symbol('action', run.action);
    const actionModule = `../actions/${identifiers.file('action', run.action)}.js`;
    return [job('action', { action, actionModule, input: run.input })];
  }
  const handler = handlerFile(identifiers, 'task', name, { description, notes: run.notes });
  return [job('custom', { handler: handler.module }), handler.job];
}
