import { feedUrlEnv, type RunOf, type Service } from '@plugwright/spec';
import type { Identifiers } from '../identifiers.js';
import { operationLiteral } from '../operation.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { comparePaths } from '../tree-digest.js';
import { handlerFile } from './handler-file.js';
import { libraryFile } from './library-file.js';
import { NEWS_LIBRARY, actionImport, noticeView } from './notice-view.js';

/** Services: one that repeats a request and tells of changes, or a body that a person writes. */
export const serviceViews: ComponentViewBuilder = (context) => {
  const { services } = context.spec;
  const { identifiers } = context;
  const files = services.flatMap((service) => jobsOf(context, service));
  const libraries = new Set(services.flatMap(({ run }) => librariesOf(run)));
  return {
    jobs: [...files, ...[...libraries].map((name) => libraryFile(identifiers, name))],
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
    const payload = `${symbol}Payload`;
    const news = { when: whenOf(run), ...noticeView(identifiers, run.notify) };
    return [job('poll', { operation, event, everyMs, payload, ...news })];
  }
  if (run.kind === 'feed') {
    const { url, event, everyMs } = run;
    const feed = { name, url, setting: feedUrlEnv(name, run) };
    const payload = `${symbol}Payload`;
    const news = noticeView(identifiers, run.notify);
    return [job('feed', { feed, event, everyMs, payload, ...news })];
  }
  if (run.kind === 'schedule') return [job('schedule', scheduleData(identifiers, run))];
  const handler = handlerFile(identifiers, 'service', name, { description, notes: run.notes });
  return [job('custom', { handler: handler.module }), handler.job];
}

/** Whoever is told, and not only sends an event, wants to hear of changes, not of each start. */
export const whenOf = ({ when, notify }: RunOf<'poll'>): RunOf<'poll'>['when'] =>
  when ?? (notify && { pointer: '', is: 'changed' });

function scheduleData(identifiers: Identifiers, run: RunOf<'schedule'>): object {
  const { cron, everyMs, timeZone = 'UTC', steps, digest } = run;
  const { notice, noticeImports } = noticeView(identifiers, run.notify);
  const actions = steps.map(({ action }) => actionImport(identifiers, action));
  const imports = new Map([...noticeImports, ...actions].map((one) => [one.identifier, one]));
  return {
    cron,
    everyMs,
    timeZone,
    digest: digest?.prompt,
    steps: steps.map(({ action, input }) => ({
      action: identifiers.symbol('action', action),
      input,
    })),
    notice,
    imports: [...imports.values()].sort((a, b) => comparePaths(a.module, b.module)),
  };
}

function librariesOf(run: Service['run']): string[] {
  if (run.kind === 'feed') return ['poll', 'recall', 'xml', 'feed', 'watch-feed', ...NEWS_LIBRARY];
  if (run.kind === 'schedule')
    return [
      'schedule',
      'recall',
      'run-steps',
      'prompt',
      ...(run.cron === undefined ? [] : ['cron']),
      ...(run.notify === undefined ? [] : NEWS_LIBRARY),
    ];
  if (run.kind !== 'poll') return [];
  return ['poll', ...NEWS_LIBRARY, ...(whenOf(run) ? ['news', 'recall'] : [])];
}
