import type { PluginEvent } from '@plugwright/spec';
import { code } from '../encode.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { payloadOf } from './event-payload.js';
import { handlerFile } from './handler-file.js';

/** Event handlers: a line in the log, or a body that a person writes. */
export const eventViews: ComponentViewBuilder = (context) => ({
  jobs: context.spec.events.flatMap((event) => jobsOf(context, event)),
  registrations: context.spec.events.map(({ event }) => ({
    list: 'events',
    identifier: context.identifiers.symbol('event', event),
    module: `events/${context.identifiers.file('event', event)}`,
    key: event,
  })),
});

function jobsOf({ identifiers }: RenderContext, component: PluginEvent): TemplateJob[] {
  const { event, description, run } = component;
  const job = (template: string, data: object): TemplateJob => ({
    template: `src/events/${template}.ts`,
    path: `src/events/${identifiers.file('event', event)}.ts`,
    owner: 'generated',
    data: {
      slug: identifiers.slug,
      symbol: identifiers.symbol('event', event),
      event,
      description,
      ...data,
    },
  });
  if (run.kind === 'log') return [job('log', { level: run.level })];
  const payload = code(payloadOf(event) ?? 'EventPayload');
  const { module, job: scaffold } = handlerFile(identifiers, 'event', event, {
    description,
    notes: run.notes,
    event,
    payload,
  });
  return [job('custom', { handler: module, payload }), scaffold];
}
