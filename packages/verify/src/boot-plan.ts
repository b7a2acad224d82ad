import type { Action, PluginSpec, Route } from '@plugwright/spec';
import { actionInput, impossibleParameters, lazyInputs } from './action-input.js';
import type { ActionPlan, BootPlan, RoutePlan } from './boot-protocol.js';
import { credentialNames, dummyValue, valueFor } from './dummy-values.js';
import { answersWell } from './model-answer.js';
import { webhookRequest } from './webhook-request.js';
import type { DeclaredVariable } from './package-manifest.js';
import { mayFail, recipePlans } from './recipe-plan.js';

export interface BootPlanInput {
  token: string;
  bundle: string;
  spec: PluginSpec | undefined;
  /** Settings that `package.json` declares. */
  variables: readonly DeclaredVariable[];
  network: boolean;
}

/** An API that allows fewer requests per second is asked once per action, or the boot would take minutes. */
const slowApi = 20;

/** What the harness is to do: with a spec everything it promises, otherwise only "does not throw". */
export function bootPlan(input: BootPlanInput): BootPlan {
  const { spec } = input;
  const declared = input.variables.flatMap((variable) => {
    const value = valueFor(variable);
    return value === undefined ? [] : [[variable.name, value] as const];
  });
  return {
    token: input.token,
    bundle: input.bundle,
    settings: {
      ...Object.fromEntries(declared),
      ...(spec && specSettings(spec)),
    },
    generated: spec !== undefined,
    ...(spec && { spec }),
    network: input.network,
    promises: spec ? promisesOf(spec) : [],
    actions: spec ? actionPlans(spec) : [],
    models: spec
      ? spec.models.filter((model) => answersWell(model, spec)).map(({ type }) => type)
      : [],
    routes: spec ? spec.routes.map((route) => routePlan(spec, route)) : [],
    stepMs: 10_000,
    budgets: {
      ...(spec?.budgets.bootMs === undefined ? {} : { bootMs: spec.budgets.bootMs }),
      ...(spec?.budgets.actionMs === undefined ? {} : { actionMs: spec.budgets.actionMs }),
    },
  };
}

/** Id of the room that news go to. */
const room = '00000000-0000-4000-8000-000000000001';

function specSettings(spec: PluginSpec): Record<string, string> {
  const declared = spec.environment.map(
    ({ name, default: preset }) => [name, preset ?? dummyValue(name)] as const,
  );
  const rooms = [...spec.services, ...spec.routes].flatMap(({ run }) =>
    'notify' in run && run.notify?.to.kind === 'room' ? [[run.notify.to.env, room] as const] : [],
  );
  const secrets = credentialNames(spec).map((name) => [name, dummyValue(name)] as const);
  return Object.fromEntries([...declared, ...rooms, ...secrets]);
}

/** Everything that must be registered, in the words of the harness. */
const promisesOf = (spec: PluginSpec): string[] => [
  ...[...spec.actions, ...lazyPlans(spec)].map(({ name }) => `action ${name}`),
  ...spec.providers.map(({ name }) => `provider ${name}`),
  ...spec.evaluators.map(({ name }) => `evaluator ${name}`),
  ...spec.services.map(({ name }) => `service ${name}`),
  ...spec.routes.map(({ method, path }) => `route ${method} ${path}`),
  ...spec.events.map(({ event }) => `event ${event}`),
  ...spec.tasks.map(({ name }) => `task ${name}`),
  ...spec.models.map(({ type }) => `model ${type}`),
];

function actionPlans(spec: PluginSpec): ActionPlan[] {
  const plans = spec.actions.map((action): ActionPlan => {
    const { run } = action;
    const slow = 'api' in run && (spec.apis[run.api]?.requestsPerSecond ?? slowApi) < slowApi;
    return {
      name: action.name,
      input: actionInput(action, spec.schemas, 'all'),
      ...(slow ? {} : { direct: actionInput(action, spec.schemas, 'required') }),
      mustSucceed: canSucceed(action, spec),
      withoutInput: action.parameters.some((parameter) => parameter.required),
    };
  });
  return [...recipePlans(spec, plans), ...lazyPlans(spec)];
}

function canSucceed(action: Action, spec: PluginSpec): boolean {
  const { run } = action;
  // It answers that it is not written yet.
  if (run.kind === 'custom') return false;
  if (run.kind === 'model') {
    const own = spec.models.find(({ type }) => type === `TEXT_${run.size.toUpperCase()}`);
    // A model of its own knows nothing of the form that is asked for.
    if (own && (run.labels || run.output === 'json' || !answersWell(own, spec))) return false;
  }
  return impossibleParameters(action, spec.schemas).length === 0;
}

function lazyPlans(spec: PluginSpec): ActionPlan[] {
  if (spec.lazy === undefined) return [];
  const { search, call, possible } = lazyInputs(spec.lazy, spec.schemas);
  const common = { withoutInput: true };
  return [
    { name: spec.lazy.search, input: search, direct: search, mustSucceed: true, ...common },
    { name: spec.lazy.action, input: call, direct: call, mustSucceed: possible, ...common },
  ];
}

function routePlan(spec: PluginSpec, route: Route): RoutePlan {
  const { run } = route;
  const message = run.kind === 'webhook' ? webhookRequest(run, Date.now()) : undefined;
  const action = run.kind === 'action' ? actionNamed(spec, run.action) : undefined;
  const input = action ? actionInput(action, spec.schemas, 'required') : {};
  const inPath = [...route.path.matchAll(/:([A-Za-z0-9_]+)/g)].map(([, name]) => name ?? '');
  const params = Object.fromEntries(inPath.map((name) => [name, text(input[name] ?? 'example')]));
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !(name in params)));
  const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
  const query = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, text(value)]),
  );
  return {
    method: route.method,
    path: route.path,
    params,
    ...(hasBody ? { query: {}, body: rest } : { query }),
    ...message,
    // Lists and objects have no agreed form in a query.
    mustSucceed:
      run.kind === 'text' ||
      message !== undefined ||
      (action !== undefined &&
        canSucceed(action, spec) &&
        !mayFail(action) &&
        (hasBody || Object.values(rest).every((value) => typeof value !== 'object'))),
  };
}

const actionNamed = (spec: PluginSpec, name: string): Action | undefined =>
  spec.actions.find((action) => action.name === name);

const text = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
