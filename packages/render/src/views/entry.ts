import { payloadOf } from '../components/event-payload.js';
import { settingsOf } from '../settings.js';
import type { Registration, RenderContext, TemplateJob } from '../template-job.js';
import { comparePaths } from '../tree-digest.js';

/** Order of `Plugin`'s members in `src/index.ts`. */
const LISTS = ['services', 'actions', 'providers', 'evaluators', 'routes'] as const;

/** `src/index.ts`, `src/config.ts` and the library of every plugin. */
export function entryViews(
  { spec, identifiers }: RenderContext,
  registrations: readonly Registration[],
): TemplateJob[] {
  const settings = settingsOf(spec);
  const of = (list: Registration['list']) => registrations.filter((one) => one.list === list);
  const events = of('events');
  const modules = registrations.map(({ identifier, module }) => ({
    identifier,
    module: `./${module}.js`,
  }));
  const names = settings.map(({ name }) => name);
  // A plugin has one priority; models of another one are registered one by one.
  const priority = spec.models[0]?.priority ?? 0;
  const models = of('models').map((one) => ({
    ...one,
    priority: spec.models.find(({ type }) => type === one.key)?.priority ?? 0,
  }));
  return [
    {
      template: 'src/index.ts',
      path: 'src/index.ts',
      owner: 'merged',
      data: {
        slug: identifiers.slug,
        pluginSymbol: pluginSymbolOf(identifiers.camel),
        description: spec.description,
        priority,
        imports: modules.sort((a, b) => comparePaths(a.module, b.module)),
        settings: names.map((name) => ({ name })),
        lists: LISTS.map((name) => ({ name, items: of(name) })).filter(
          ({ items }) => items.length > 0,
        ),
        tasks: of('tasks'),
        events: events.filter(({ key }) => payloadOf(key ?? '') !== undefined),
        customEvents: events.filter(({ key }) => payloadOf(key ?? '') === undefined),
        models: models.filter((model) => model.priority === priority),
        otherModels: models.filter((model) => model.priority !== priority),
      },
    },
    {
      template: 'src/config.ts',
      path: 'src/config.ts',
      owner: 'generated',
      data: {
        settings: settings.map((setting) => ({ ...setting, fallback: setting.default })),
        sensitive: settings.filter(({ sensitive }) => sensitive).map(({ name }) => name),
        defaults: Object.fromEntries(
          settings.flatMap(({ name, default: value }) =>
            value === undefined ? [] : [[name, value]],
          ),
        ),
      },
    },
    ...['action', 'parameters', 'redact', 'text'].map((name): TemplateJob => ({
      template: `src/lib/${name}.ts`,
      path: `src/lib/${name}.ts`,
      owner: 'generated',
      data: { slug: identifiers.slug },
    })),
  ];
}

/** Exported name of the plugin object: `weatherPlugin`. */
export const pluginSymbolOf = (camel: string): string =>
  `${/^[A-Za-z]/.test(camel) ? camel : `plugin${camel}`}Plugin`;
