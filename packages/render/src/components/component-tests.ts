import type { Action, PluginSpec } from '@plugwright/spec';
import { exampleInput, nestedAnswer } from '../contract-values.js';
import { usesHttp } from '../settings.js';
import { whenOf } from './service.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';

/** The plugin's own tests of everything but its HTTP actions. */
export const componentTests: ComponentViewBuilder = (context) => {
  // A component that is added to a plugin brings no second file of tests.
  if (context.whole !== undefined) return { jobs: [], registrations: [] };
  const data = testData(context);
  const used = Object.entries(data).some(
    ([key, value]) => key !== 'http' && (Array.isArray(value) ? value.length > 0 : value),
  );
  const job = (path: string): TemplateJob => ({
    template: `src/__tests__/${path}`,
    path: `src/__tests__/${path}`,
    owner: 'generated',
    data,
  });
  const routes = context.spec.routes.length > 0;
  const jobs = [
    ...(used ? [job('components.test.ts')] : []),
    ...(routes ? [job('support/fake-response.ts')] : []),
    ...(data.polls.length > 0 ? [job('support/failures.ts')] : []),
  ];
  return { jobs, registrations: [] };
};

/** What values must survive: template tags, replacement patterns, markup, quotes. */
const HOSTILE = '{{apiKey}} {who} $& <b>"\'`';

function testData({ spec, identifiers }: RenderContext) {
  const kinds = <T extends { run: { kind: string } }>(list: readonly T[], kind: string) =>
    list.filter(({ run }) => run.kind === kind);
  const namesOf = (list: readonly { name: string }[]) => list.map(({ name }) => name);
  const polls = pollData({ spec, identifiers });
  const textProviders = spec.providers.flatMap(({ name, run }) => {
    const symbol = identifiers.symbol('provider', name);
    const key = symbol.replace(/Provider(?=\d*$)/, '');
    // The runtime leaves out texts of white space only.
    return run.kind === 'text' && run.template.trim() !== ''
      ? [{ name, key, text: run.template }]
      : [];
  });
  const words = wordData(spec);
  const customEvaluators = namesOf(kinds(spec.evaluators, 'custom'));
  const customProviders = namesOf(kinds(spec.providers, 'custom'));
  const httpProviders = spec.providers.flatMap(({ name, run }) => {
    const reply = run.kind === 'http' ? nestedAnswer(run, spec.schemas, 'an answer') : undefined;
    return reply ? [{ name, reply, value: 'an answer' }] : [];
  });
  const httpModels = spec.models.flatMap(({ type, run }) => {
    const result = modelResult(type);
    const reply = run.kind === 'http' ? nestedAnswer(run, spec.schemas, result) : undefined;
    return reply ? [{ type, reply, result }] : [];
  });
  const repeatingTasks = spec.tasks.flatMap(({ name, everyMs }) =>
    everyMs === undefined ? [] : [{ name, everyMs }],
  );
  const modelActions = spec.actions.flatMap((action) => {
    const input = plainInput(action, spec);
    const { run } = action;
    const free = run.kind === 'model' && run.output === 'text' && run.labels === undefined;
    return free && input ? [{ name: action.name, input }] : [];
  });
  return {
    http: usesHttp(spec),
    imports: polls.map(({ symbol, module }) => ({ identifier: symbol, module })),
    providers: spec.providers.length > 0,
    everyTurn: namesOf(spec.providers.filter(({ dynamic }) => !dynamic)).toSorted(),
    composed: [...textProviders, ...httpProviders, ...customProviders].length > 0,
    textProviders,
    httpProviders,
    customProviders,
    evaluators: spec.evaluators.length > 0,
    alwaysRun: spec.evaluators.map(({ name, alwaysRun }) => ({ name, alwaysRun })),
    ...words,
    customEvaluators,
    namesPlugin:
      [...spec.providers, ...spec.evaluators, ...polls, ...spec.routes, ...spec.models].length > 0,
    hears: [...words.wordEvaluators, ...customEvaluators].length > 0,
    waits:
      [...httpProviders, ...spec.evaluators, ...polls, ...repeatingTasks, ...modelActions].length >
      0,
    polls,
    routes: spec.routes.length > 0,
    openRoutes: spec.routes.filter((route) => route.public).map(({ path }) => path),
    textRoutes: spec.routes.flatMap(({ path, run }) => {
      if (run.kind !== 'text') return [];
      const names = [...path.matchAll(/:([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
      const params = Object.fromEntries(names.map((name) => [name, HOSTILE]));
      return [{ path, params, text: filled(run.template, params) }];
    }),
    otherRoutes: spec.routes.filter(({ run }) => run.kind !== 'text').map(({ path }) => path),
    events: spec.events.map(({ event }) => event),
    tasks: namesOf(spec.tasks),
    repeatingTasks,
    models: spec.models.map(({ type }) => type),
    httpModels,
    replies: [...polls, ...httpProviders, ...httpModels].length > 0,
    textActions: spec.actions.flatMap((action) => {
      const input = plainInput(action, spec);
      if (action.run.kind !== 'text' || input === undefined) return [];
      const blank = action.parameters.map(({ name }) => [name, '']);
      const values = { ...Object.fromEntries(blank), ...input };
      return [{ name: action.name, input, text: filled(action.run.template, values) }];
    }),
    modelActions,
    lazy: lazyData(spec),
  };
}

/** Texts with something hostile in them, for actions that need nothing but texts, numbers and booleans. */
function plainInput(
  { parameters }: Action,
  spec: PluginSpec,
): Record<string, string | number | boolean> | undefined {
  const input: Record<string, string | number | boolean> = {};
  for (const parameter of parameters) {
    if (JSON.stringify(parameter.schema) === '{"type":"string"}') input[parameter.name] = HOSTILE;
    else if (parameter.required) {
      const value = exampleInput([parameter], undefined, spec.schemas)?.[parameter.name];
      if (typeof value === 'object' || value === undefined) return undefined;
      input[parameter.name] = value as string | number | boolean;
    } else if (parameter.schema.default !== undefined) return undefined;
  }
  return input;
}

/** The text that `fillTemplate` of the plugin must make; written on its own, so that mistakes are found. */
const filled = (template: string, values: Readonly<Record<string, unknown>>): string =>
  template
    .split(/(\{[A-Za-z]\w*\})/)
    .map((part, index) => {
      const name = part.slice(1, -1);
      return index % 2 === 1 && Object.hasOwn(values, name) ? String(values[name]) : part;
    })
    .join('');

function pollData({ spec, identifiers }: Pick<RenderContext, 'spec' | 'identifiers'>) {
  return spec.services.flatMap(({ name, run }) => {
    // Those that look for news are tested as such.
    if (run.kind !== 'poll' || whenOf(run)) return [];
    const values = ['one', 'two'];
    const [one, two] = values.map((value) => nestedAnswer(run.request, spec.schemas, value));
    if (!one || !two) return [];
    return [
      {
        title: `${name} tells of the first answer and of changes`,
        failing: `${name} warns once when no answer comes`,
        symbol: identifiers.symbol('service', name),
        module: `../services/${identifiers.file('service', name)}.js`,
        event: run.event,
        // Equal answers in a row are no news.
        replies: [one, one, two],
        values,
      },
    ];
  });
}

function wordData(spec: PluginSpec) {
  const found = spec.evaluators.flatMap(({ name, run }) => {
    if (run.kind !== 'words') return [];
    const said = run.words.find((word) => word.trim() !== '');
    if (said === undefined) return [];
    const holdsAnother = run.words.some(
      (word) => word !== said && said.toLowerCase().includes(word.trim().toLowerCase()),
    );
    // Scripts without spaces have no edges of words.
    const spaced = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(said);
    return [{ name, said, partial: spaced && !holdsAnother }];
  });
  return {
    wordEvaluators: found.map(({ name, said }) => ({ name, said })),
    partialWords: found
      .filter(({ partial }) => partial)
      .map(({ name, said }) => ({ name, said: `qx${said}xq` })),
  };
}

function modelResult(type: string): unknown {
  if (type === 'TEXT_EMBEDDING') return [0.25, 0.5];
  return type.startsWith('OBJECT') ? { answer: 'an answer' } : 'an answer';
}

function lazyData({ lazy }: PluginSpec): object | false {
  const requests = lazy?.operations.filter(({ run }) => run.kind === 'http') ?? [];
  const [longest] = [...requests].sort((a, b) => b.name.length - a.name.length);
  if (!lazy || !longest || !/[A-Z0-9]{2}/.test(longest.name)) return false;
  return { search: lazy.search, call: lazy.action, query: longest.name };
}
