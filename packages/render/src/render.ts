import { type PluginSpec, PlugwrightError } from '@plugwright/spec';
import { componentViews } from './components/index.js';
import type { FileTree, PluginFile } from './file-tree.js';
import { format } from './format.js';
import { type ComponentKind, identifiersOf } from './identifiers.js';
import { manifestFile } from './manifest.js';
import { renderTemplate } from './template.js';
import type { ComponentView, RenderContext, TemplateJob } from './template-job.js';
import { comparePaths } from './tree-digest.js';
import { commonViews } from './views/index.js';

/**
 * The files of the plugin that `spec` describes: formatted, sorted by path, with
 * `.plugwright/manifest.json`. Pure: equal specs give equal bytes on every machine.
 *
 * @throws PlugwrightError `PW_RENDER_*` when a template and a spec do not fit together, which is a fault of ours.
 */
export async function render(spec: PluginSpec): Promise<FileTree> {
  const context: RenderContext = { spec, identifiers: identifiersOf(spec) };
  const components = componentViews.map((view) => view(context));
  const jobs = [
    ...components.flatMap((component) => component.jobs),
    ...commonViews(
      context,
      components.flatMap((component) => component.registrations),
    ),
  ];
  const files = await runJobs(jobs);
  return [...files, manifestFile(spec, files)].sort((a, b) => comparePaths(a.path, b.path));
}

const LISTS = {
  action: 'actions',
  provider: 'providers',
  evaluator: 'evaluators',
  service: 'services',
  route: 'routes',
  event: 'events',
  task: 'tasks',
  model: 'models',
} as const;

/**
 * Only the files of one component, with the names they have in the whole plugin. Its schemas stand in
 * its own file, so that it can be put into a plugin without touching the others.
 *
 * @throws PlugwrightError `PW_RENDER_COMPONENT` when the spec has no such component.
 */
export async function renderComponent(
  spec: PluginSpec,
  kind: Exclude<ComponentKind, 'api'>,
  name: string,
): Promise<PluginFile[]> {
  return runJobs(componentView(spec, kind, name).jobs);
}

/** The templates and registrations of one component; what {@link renderComponent} renders. */
export function componentView(
  spec: PluginSpec,
  kind: Exclude<ComponentKind, 'api'>,
  name: string,
): ComponentView {
  const only: PluginSpec = { ...spec, lazy: undefined };
  for (const list of Object.values(LISTS)) only[list] = [];
  const nameOf = (component: object) =>
    'event' in component ? component.event : 'type' in component ? component.type : null;
  const found = (spec[LISTS[kind]] as readonly object[]).find(
    (component) => ('name' in component ? component.name : nameOf(component)) === name,
  );
  if (found === undefined)
    throw new PlugwrightError({
      code: 'PW_RENDER_COMPONENT',
      message: `the spec has no ${kind} named ${name}`,
      hint: 'Use the name as it is written in the spec.',
    });
  Object.assign(only, { [LISTS[kind]]: [found] });
  const context: RenderContext = {
    spec: only,
    identifiers: identifiersOf(spec),
    whole: spec,
  };
  const views = componentViews.map((view) => view(context));
  return {
    jobs: views.flatMap((view) => view.jobs),
    registrations: views.flatMap((view) => view.registrations),
  };
}

async function runJobs(jobs: readonly TemplateJob[]): Promise<PluginFile[]> {
  const wanted = new Map<string, TemplateJob>();
  for (const job of jobs) {
    const key = job.path.toLowerCase();
    const known = wanted.get(key);
    // Several views may need the same library file; two different files of one name are a fault.
    if (known !== undefined && (known.path !== job.path || known.template !== job.template))
      throw new PlugwrightError({
        code: 'PW_RENDER_PATH',
        message: `two files want the path ${job.path}`,
        hint: 'This is a fault of a view; please report it with the spec.',
      });
    if (known === undefined) wanted.set(key, job);
  }
  return Promise.all(
    [...wanted.values()].map(async ({ template, path, owner, data }) => ({
      path,
      owner,
      text: await format(path, renderTemplate(`elizaos/${template}`, data)),
    })),
  );
}
