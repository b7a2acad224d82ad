import { PlugwrightError } from '@plugwright/errors';
import {
  emptyParts,
  type EnvironmentVariable,
  type JsonSchema,
  type PluginSpec,
  type Route,
  type Service,
} from '@plugwright/spec';
import { pluginSpecSchema } from '@plugwright/spec/schema';
import { httpRunsOf } from '../operation.js';

/** Kinds of component that can be added to a plugin. */
export type AddKind =
  | 'action'
  | 'provider'
  | 'evaluator'
  | 'service'
  | 'route'
  | 'event'
  | 'variable';

/**
 * The part of `spec` that one component needs: itself, the action it runs, and their APIs, auth schemes,
 * settings, permissions, schemas and acceptance cases. An operation that got no action of its own
 * (`spec.lazy`) is found too.
 *
 * @throws PlugwrightError `PW_EDIT_COMPONENT_NOT_FOUND`
 */
export function fragmentOf(spec: PluginSpec, kind: AddKind, name: string): PluginSpec {
  const part: PluginSpec = { ...spec, ...emptyParts(), lazy: undefined };
  if (kind === 'variable') part.environment = spec.environment.filter((one) => one.name === name);
  if (kind === 'action')
    part.actions = [...spec.actions, ...(spec.lazy?.operations ?? [])]
      .filter((one) => one.name === name)
      .slice(0, 1);
  if (kind === 'provider') part.providers = spec.providers.filter((one) => one.name === name);
  if (kind === 'evaluator') part.evaluators = spec.evaluators.filter((one) => one.name === name);
  if (kind === 'service') part.services = spec.services.filter((one) => one.name === name);
  if (kind === 'route') {
    part.routes = spec.routes.filter((one) => one.name === name);
  }
  if (kind === 'event') part.events = spec.events.filter((one) => one.event === name);
  const runs = new Set([...part.routes, ...part.services].flatMap(({ run }) => actionsOf(run)));
  if (kind !== 'action') part.actions = spec.actions.filter((one) => runs.has(one.name));
  const own = [
    part.environment,
    part.actions,
    part.providers,
    part.evaluators,
    part.services,
    part.routes,
    part.events,
  ];
  if (own.every((list) => list.length === 0)) {
    throw new PlugwrightError({
      code: 'PW_EDIT_COMPONENT_NOT_FOUND',
      message: `The spec has no ${kind} named ${name}.`,
      hint: 'Use the name as it stands in the spec; `plugwright spec` lists them.',
    });
  }
  return withNeeds(part, spec);
}

/** Actions that a component runs. */
function actionsOf(run: (Route | Service)['run']): string[] {
  const told = 'notify' in run && run.notify?.to.kind === 'action' ? [run.notify.to.action] : [];
  if (run.kind === 'action') return [run.action];
  return run.kind === 'schedule' ? [...run.steps.map(({ action }) => action), ...told] : told;
}

/** Settings that a component reads by itself. */
function settingsOf(run: (Route | Service)['run']): string[] {
  const room = 'notify' in run && run.notify?.to.kind === 'room' ? [run.notify.to.env] : [];
  if (run.kind === 'webhook' && run.secretEnv !== undefined) return [run.secretEnv, ...room];
  return run.kind === 'feed' && run.urlEnv !== undefined ? [run.urlEnv, ...room] : room;
}

/** Fills in what the components of `part` refer to in `spec`. */
function withNeeds(part: PluginSpec, spec: PluginSpec): PluginSpec {
  const runs = httpRunsOf(part);
  const apis = pick(
    spec.apis,
    runs.map((run) => run.api),
  );
  const auth = pick(
    spec.auth,
    runs.flatMap((run) => run.auth.flat()),
  );
  const settings = new Set([
    ...Object.values(apis).map((api) => api.baseUrlEnv),
    ...Object.values(auth).flatMap((scheme) =>
      Object.entries(scheme).flatMap(([key, value]) => (/env$/i.test(key) ? [String(value)] : [])),
    ),
    ...part.environment.map((one) => one.name),
    ...[...part.routes, ...part.services].flatMap(({ run }) => settingsOf(run)),
  ]);
  const hosts = new Set(
    [
      ...Object.values(apis).map((api) => api.baseUrl),
      ...Object.values(auth).map((scheme) => ('tokenUrl' in scheme ? scheme.tokenUrl : undefined)),
      ...part.services.map(({ run }) => (run.kind === 'feed' ? run.url : undefined)),
    ].flatMap((url) => (url === undefined ? [] : hostNames(url))),
  );
  const collections = pick(
    spec.collections,
    [...part.actions, ...part.providers].flatMap(({ run }) =>
      run.kind === 'collection' ? [run.collection] : [],
    ),
  );
  const actions = new Set(part.actions.map((one) => one.name));
  return {
    ...part,
    apis,
    auth,
    environment: spec.environment.filter((one) => settings.has(one.name)),
    permissions: {
      ...part.permissions,
      hosts: spec.permissions.hosts.filter((one) => hosts.has(one.host.toLowerCase())),
      environment: spec.permissions.environment.filter((one) => settings.has(one.name)),
    },
    schemas: reached(spec.schemas, [part.actions, part.providers, part.services, collections]),
    collections,
    acceptance: spec.acceptance.filter((one) => actions.has(one.action)),
  };
}

function hostNames(url: string): string[] {
  const { host, hostname } = new URL(url);
  return [host.toLowerCase(), hostname.toLowerCase()];
}

const pick = <T>(record: Record<string, T>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)));

/** The named schemas that `roots` refer to, and those that they refer to, in the order of the spec. */
function reached(schemas: Record<string, JsonSchema>, roots: unknown): Record<string, JsonSchema> {
  const names = new Set<string>();
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key !== '$ref' || typeof item !== 'string') {
        visit(item);
        continue;
      }
      const name = item.slice('#/schemas/'.length);
      if (names.has(name) || !Object.hasOwn(schemas, name)) continue;
      names.add(name);
      visit(schemas[name]);
    }
  };
  visit(roots);
  return pick(schemas, [...names]);
}

/** A fragment with nothing but one setting, and the permission to read it. */
export function variableFragment(variable: EnvironmentVariable): PluginSpec {
  return pluginSpecSchema.parse({
    specVersion: 1,
    name: 'plugin-part',
    description: variable.description,
    environment: [variable],
    permissions: {
      environment: [{ name: variable.name, reason: variable.description.slice(0, 500) }],
    },
  });
}
