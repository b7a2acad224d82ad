import { createHmac } from 'node:crypto';
import type { Notify, PluginSpec, RunOf } from '@plugwright/spec';
import { settingValue } from '../contract-request.js';
import { type FixtureAnswer, nestedAnswer } from '../contract-values.js';
import { settingsOf, usesHttp } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { whenOf } from './service.js';

/** The plugin's own tests of what watches, waits and receives: news go out once, to the right place. */
export const newsTests: ComponentViewBuilder = (context) => {
  if (context.whole !== undefined) return { jobs: [], registrations: [] };
  const data = newsData(context);
  if ([data.watches, data.schedules, data.webhooks].every((list) => list.length === 0))
    return { jobs: [], registrations: [] };
  const job: TemplateJob = {
    template: 'src/__tests__/news.test.ts',
    path: 'src/__tests__/news.test.ts',
    owner: 'generated',
    data,
  };
  const failures: TemplateJob = {
    template: 'src/__tests__/support/failures.ts',
    path: 'src/__tests__/support/failures.ts',
    owner: 'generated',
    data: {},
  };
  const jobs = data.watches.length > 0 ? [job, failures] : [job];
  return { jobs, registrations: [] };
};

/** Who must have been told. */
interface Told {
  room: string | null;
  action: string | null;
}

function newsData({ spec, identifiers }: RenderContext) {
  const module = (name: string) => ({
    symbol: identifiers.symbol('service', name),
    module: `../services/${identifiers.file('service', name)}.js`,
  });
  const watches = spec.services.flatMap(({ name, run }) => {
    const story = storyOf(run, spec);
    if (story === undefined) return [];
    const { event, notify } = run as RunOf<'poll'>;
    return [
      {
        title: `${name} tells what is new, once`,
        failing: `${name} warns once when no answer comes`,
        ...module(name),
        event,
        ...toldOf(notify),
        ...story,
      },
    ];
  });
  const schedules = spec.services.flatMap(({ name, run }) =>
    run.kind === 'schedule'
      ? [
          {
            title: `${name} runs, and tells of it`,
            ...module(name),
            ...toldOf(run.notify),
            steps: run.steps.length,
          },
        ]
      : [],
  );
  const webhooks = spec.routes.flatMap(({ method, path, run }) =>
    run.kind === 'webhook' ? [{ method, path, ...webhookOf(run), ...toldOf(run.notify) }] : [],
  );
  const services = [...watches, ...schedules];
  const rooms = [...services, ...webhooks].flatMap(({ told }) => told.room ?? []);
  return {
    http: usesHttp(spec),
    settings: Object.fromEntries(settingsOf(spec).map(({ name }) => [name, settingValue(name)])),
    imports: services.map(({ symbol, module: file }) => ({ identifier: symbol, module: file })),
    watches,
    schedules,
    webhooks,
    rooms: [...new Set(rooms)],
  };
}

const toldOf = (notify: Notify | undefined): { told: Told } => ({
  told: {
    room: notify?.to.kind === 'room' ? notify.to.env : null,
    action: notify?.to.kind === 'action' ? notify.to.action : null,
  },
});

/** Answers in order, and the values of the events that they must lead to. */
interface Story {
  replies: FixtureAnswer[];
  values: unknown[];
}

function storyOf(run: PluginSpec['services'][number]['run'], spec: PluginSpec): Story | undefined {
  if (run.kind === 'feed') return feedStory();
  if (run.kind !== 'poll') return undefined;
  const when = whenOf(run);
  if (when === undefined) return undefined;
  const { before, after, values } = changeFor(when);
  const replies = [before, before, after, after].flatMap((value) => {
    const reply = nestedAnswer(run.request, spec.schemas, value, when.pointer);
    return reply === undefined ? [] : [reply];
  });
  return replies.length === 4 ? { replies, values } : undefined;
}

function changeFor({ is, value }: NonNullable<RunOf<'poll'>['when']>) {
  if (is === 'new') {
    const [first, second] = [{ id: 'one' }, { id: 'two' }];
    return { before: [first], after: [second, first], values: [{ value: second }] };
  }
  if (is === 'changed')
    return { before: 'one', after: 'two', values: [{ value: 'two', previous: 'one' }] };
  const number = Number(value);
  // One more may not be more, for numbers that are large.
  const step = Math.max(1, Math.abs(number) / 2);
  const low = Math.max(number - step, -Number.MAX_VALUE);
  const high = Math.min(number + step, Number.MAX_VALUE);
  if (is === 'contains') {
    const held = `before ${String(value)} after`;
    return { before: '', after: held, values: [{ value: held }] };
  }
  const [before, after] = is === 'above' ? [low, high] : [high, low];
  return { before, after, values: [{ value: after }] };
}

function feedStory(): Story {
  const item = (name: string) =>
    `<item><guid>${name}</guid><title>News &amp; ${name}</title><link>https://feed.example/${name}</link></item>`;
  const feed = (...items: string[]) => ({
    status: 200,
    mediaType: 'application/rss+xml',
    text: `<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title>${items.join('')}</channel></rss>`,
  });
  const entry = (name: string) => ({
    value: {
      id: name,
      title: `News & ${name}`,
      link: `https://feed.example/${name}`,
      summary: '',
      author: '',
      date: '',
      feed: 'A feed',
    },
  });
  const first = feed(item('one'));
  return {
    replies: [first, first, feed(item('three'), item('two'), item('one'))],
    values: [entry('two'), entry('three')],
  };
}

/** A message and the headers that prove it, made by the book of each sender. */
function webhookOf(run: RunOf<'webhook'>) {
  const steps = (run.pick ?? '').split('/').slice(1).toReversed();
  let body: unknown = { id: 'message-1', note: 'ünï <b>' };
  for (const step of steps) body = { [step.replaceAll('~1', '/').replaceAll('~0', '~')]: body };
  return {
    event: run.event,
    verify: run.verify,
    body,
    value: { id: 'message-1', note: 'ünï <b>' },
    secret: run.secretEnv === undefined ? '' : settingValue(run.secretEnv),
    header: (run.header ?? DEFAULT_HEADER[run.verify] ?? '').toLowerCase(),
    // Known beforehand where no time goes in; the test signs the others itself.
    signature:
      run.secretEnv === undefined
        ? ''
        : createHmac('sha256', settingValue(run.secretEnv))
            .update(JSON.stringify(body))
            .digest('hex'),
  };
}

const DEFAULT_HEADER: Readonly<Record<string, string>> = {
  token: 'authorization',
  'hmac-sha256': 'x-signature',
};
