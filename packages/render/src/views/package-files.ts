import type { PluginSpec } from '@plugwright/spec';
import { writeSpec } from '@plugwright/spec';
import { code } from '../encode.js';
import type { FileOwner } from '../file-tree.js';
import { httpRunsOf } from '../operation.js';
import { type Setting, settingsOf } from '../settings.js';
import type { RenderContext, TemplateJob } from '../template-job.js';
import { pluginSymbolOf } from './entry.js';

/** Everything outside `src/`. */
export function packageViews({ spec, identifiers }: RenderContext): TemplateJob[] {
  const settings = settingsOf(spec);
  const title = spec.displayName ?? identifiers.slug;
  const file = (path: string, owner: FileOwner, data: object = {}): TemplateJob => ({
    template: path,
    path,
    owner,
    data,
  });
  return [
    file('package.json', 'merged', packageData(spec, settings)),
    file('tsconfig.json', 'merged'),
    file('tsconfig.build.json', 'merged'),
    file('vitest.config.ts', 'merged'),
    file('README.md', 'merged', {
      title,
      name: spec.name,
      description: spec.description,
      license: spec.license,
      document: spec.provenance?.title ?? spec.provenance?.document ?? '',
      pluginSymbol: pluginSymbolOf(identifiers.camel),
      actions: spec.actions,
      others: otherComponents(spec),
      webhooks: spec.routes.flatMap(({ path, run }) =>
        run.kind === 'webhook'
          ? [
              {
                address: `/api/agents/<agent id>/plugins/${identifiers.slug}${path}`,
                verify: run.verify,
              },
            ]
          : [],
      ),
      repeats: spec.tasks.some(({ everyMs }) => everyMs !== undefined),
      settings: settings.map((setting) => ({ ...setting, fallback: setting.default ?? '' })),
      permissions: permissionRows(spec),
    }),
    file('AGENTS.md', 'generated', { title, http: httpRunsOf(spec).length > 0 }),
    file('LICENSE', 'scaffold', {
      mit: spec.license === 'MIT',
      license: spec.license,
      holder: spec.author?.name ?? `The authors of ${identifiers.slug}`,
    }),
    file('.env.example', 'generated', {
      slug: identifiers.slug,
      settings: settings.map((setting) => ({
        ...setting,
        set: setting.required,
        value: setting.default ?? '',
      })),
    }),
    file('.gitignore', 'merged'),
    file('.github/workflows/ci.yml', 'merged'),
    { ...file('plugwright.yaml', 'generated'), data: { text: code(writeSpec(spec)) } },
  ];
}

function packageData(spec: PluginSpec, settings: readonly Setting[]): object {
  const keywords = ['plugin', 'elizaos', 'elizaos-plugin', ...spec.keywords];
  const author = spec.author && {
    name: spec.author.name,
    ...(spec.author.email === undefined ? {} : { email: spec.author.email }),
    ...(spec.author.url === undefined ? {} : { url: spec.author.url }),
  };
  return {
    name: spec.name,
    version: spec.version,
    description: spec.description,
    license: spec.license,
    keywords: [...new Set(keywords)],
    author,
    // `elizaos start` passes on only the variables that are listed here.
    pluginParameters: Object.fromEntries(
      settings.map(({ name, description, required, sensitive, default: fallback }) => [
        name,
        {
          type: 'string',
          description,
          required,
          ...(fallback === undefined ? {} : { default: fallback }),
          sensitive,
        },
      ]),
    ),
  };
}

function otherComponents(spec: PluginSpec): object[] {
  const rows = (kind: string, list: readonly { name: string; description: string }[]) =>
    list.map(({ name, description }) => ({ kind, name, description }));
  return [
    ...rows('provider', spec.providers),
    ...rows('evaluator', spec.evaluators),
    ...rows('service', spec.services),
    ...rows(
      'route',
      spec.routes.map((route) => ({ ...route, name: `${route.method} ${route.path}` })),
    ),
    ...rows(
      'event',
      spec.events.map((event) => ({ ...event, name: event.event })),
    ),
    ...rows('task', spec.tasks),
    ...rows(
      'model',
      spec.models.map((model) => ({ ...model, name: model.type })),
    ),
  ];
}

function permissionRows({ permissions }: PluginSpec): object[] {
  const { hosts, files, environment, processes } = permissions;
  return [
    ...hosts.map(({ host, reason }) => ({ kind: 'host', what: host, reason })),
    ...files.map(({ path, access, reason }) => ({ kind: `file: ${access}`, what: path, reason })),
    ...environment.map(({ name, reason }) => ({ kind: 'environment', what: name, reason })),
    ...processes.map(({ command, reason }) => ({ kind: 'process', what: command, reason })),
  ];
}
