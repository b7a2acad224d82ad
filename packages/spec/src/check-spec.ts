import { checkAcceptance } from './check-acceptance.js';
import { checkAuth } from './check-auth.js';
import { checkCollections, checkFixedParameters } from './check-collections.js';
import { checkComponents } from './check-components.js';
import { checkEnvironment } from './check-environment.js';
import { checkHttp, type HttpPlace } from './check-http.js';
import { checkRemote } from './check-remote.js';
import { collector, type Report } from './check-report.js';
import { checkRoutes, checkTasks } from './check-runs.js';
import { checkParameters, checkSchemas } from './check-schemas.js';
import { checkTemplates } from './check-templates.js';
import { checkWatches } from './check-watches.js';
import type { Diagnostic } from '@plugwright/errors';
import { foldConfusables, lookAlike } from './known-plugins.js';
import { checkPluginName, type NameOptions } from './names.js';
import type { PluginSpec } from './plugin-spec.js';

/** What a model handler is given (`modelSchema`). */
const MODEL_PARAMETERS = ['prompt', 'maxTokens', 'temperature', 'stopSequences', 'text', 'schema'];

/** What no single field can tell: names, references, bindings, permissions, examples. Sorted as found, names first. */
export function checkSpec(spec: PluginSpec, options: NameOptions = {}): Diagnostic[] {
  const { report, diagnostics } = collector();
  diagnostics.push(...checkPluginName(spec.name, options));
  checkDisplayName(spec, report);
  checkComponents(spec, report);
  checkEnvironment(spec, report);
  checkAuth(spec, report);
  checkSchemas(spec, report);
  const actions = actionsOf(spec);
  checkCollections(spec, report);
  for (const { action, path } of actions) {
    checkParameters(action, path, spec, report);
    checkFixedParameters(action, path, spec, report);
    checkRemote(action, path, spec, report);
  }
  for (const place of httpPlaces(spec)) checkHttp(place, spec, report);
  checkTemplates(spec, report);
  checkRoutes(spec, report);
  checkTasks(spec, report);
  checkWatches(spec, report);
  checkAcceptance(spec, report);
  return diagnostics;
}

/** A display name may be written in any script, but not in one that only looks like a known name. */
function checkDisplayName({ displayName }: PluginSpec, report: Report): void {
  // oxlint-disable-next-line no-control-regex
  if (displayName === undefined || /^[\u0000-\u007f]*$/.test(displayName)) return;
  const words = foldConfusables(displayName).split(/[^a-z0-9]+/);
  const known = lookAlike(words.filter((word) => word !== '' && word !== 'plugin').join('-'));
  if (known !== undefined)
    report(
      'PW_SPEC_NAME_LOOKALIKE',
      '/displayName',
      `"${displayName}" holds letters that only look like those of "${known.slice('plugin-'.length)}".`,
      'Write it in Latin letters if that name is meant, or choose another one.',
      'warning',
    );
}

const actionsOf = (spec: PluginSpec) => [
  ...spec.actions.map((action, index) => ({ action, path: `/actions/${index}` })),
  ...(spec.lazy?.operations ?? []).map((action, index) => ({
    action,
    path: `/lazy/operations/${index}`,
  })),
];

/** Every HTTP request of the spec, and which parameters its bindings may name. */
function httpPlaces(spec: PluginSpec): HttpPlace[] {
  const places: HttpPlace[] = [];
  for (const { action, path } of actionsOf(spec))
    if (action.run.kind === 'http')
      places.push({
        run: action.run,
        path: `${path}/run`,
        parameters: new Map(action.parameters.map(({ name, required }) => [name, required])),
        ownParameters: `${path}/parameters`,
      });
    else if (action.run.kind === 'compute' && action.run.rates)
      places.push({
        run: action.run.rates,
        path: `${path}/run/rates`,
        parameters: new Map(action.parameters.map(({ name, required }) => [name, required])),
      });
  for (const [index, { run }] of spec.providers.entries())
    if (run.kind === 'http')
      places.push({ run, path: `/providers/${index}/run`, parameters: new Map() });
  for (const [index, { run }] of spec.services.entries())
    if (run.kind === 'poll')
      places.push({
        run: run.request,
        path: `/services/${index}/run/request`,
        parameters: new Map(),
      });
  for (const [index, { run }] of spec.models.entries())
    if (run.kind === 'http')
      places.push({
        run,
        path: `/models/${index}/run`,
        parameters: new Map(MODEL_PARAMETERS.map((name) => [name, false])),
      });
  return places;
}
