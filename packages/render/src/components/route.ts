import type { Route } from '@plugwright/spec';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';
import { NEWS_LIBRARY, noticeView } from './notice-view.js';

const WEBHOOK_LIBRARY = [
  ...'webhook signature body-texts recall answer http-error operation'.split(' '),
  ...NEWS_LIBRARY,
];

/** Routes: a text, an action of this plugin, messages of other systems, or a body that a person writes. */
export const routeViews: ComponentViewBuilder = (context) => {
  const { routes } = context.spec;
  const { identifiers } = context;
  const files = routes.flatMap((route) => jobsOf(context, route));
  const webhooks = routes.some(({ run }) => run.kind === 'webhook');
  const libraries = [
    ...(files.length > 0 ? ['route', 'text'] : []),
    ...(webhooks ? WEBHOOK_LIBRARY : []),
  ];
  return {
    jobs: [...files, ...libraries.map((name) => libraryFile(identifiers, name))],
    registrations: routes.map(({ name }) => ({
      list: 'routes',
      identifier: identifiers.symbol('route', name),
      module: `routes/${identifiers.file('route', name)}`,
    })),
  };
};

function jobsOf({ identifiers }: RenderContext, route: Route): TemplateJob[] {
  const { name, description, method, path, run } = route;
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/routes/${template}.ts`,
    path: `src/routes/${identifiers.file('route', name)}.ts`,
    owner: 'generated',
    data: {
      symbol: identifiers.symbol('route', name),
      name,
      description,
      method,
      path,
      public: route.public,
      ...data,
    },
  });
  if (run.kind === 'text') return [job('text', { text: run.template })];
  if (run.kind === 'action') {
    const action = identifiers.symbol('action', run.action);
    const actionModule = `../actions/${identifiers.file('action', run.action)}.js`;
    return [job('action', { action, actionModule })];
  }
  if (run.kind === 'webhook') {
    const { verify, secretEnv, header, event, pick } = run;
    const news = noticeView(identifiers, run.notify);
    return [job('webhook', { verify, secretEnv, header, event, pick, ...news })];
  }
  const handler = handlerFile(identifiers, 'route', name, { description, notes: run.notes });
  return [job('custom', { handler: handler.module }), handler.job];
}
