import type { Report } from './check-report.js';
import { checkUrl } from './check-url.js';
import { closest } from './closest.js';
import { pointerTo } from './json-pointer.js';
import type { HttpRun, Notify, PluginSpec } from './plugin-spec.js';

/** Variables are declared once and permitted, secrets are marked and have no default, hosts are permitted, reasons are given. */
export function checkEnvironment(spec: PluginSpec, report: Report): void {
  const declared = new Map(spec.environment.map((variable) => [variable.name, variable]));
  const permitted = new Set(spec.permissions.environment.map(({ name }) => name));
  const seen = new Set<string>();
  for (const [index, { name, sensitive, default: fallback }] of spec.environment.entries()) {
    const path = `/environment/${index}`;
    if (seen.has(name))
      report(
        'PW_SPEC_DUPLICATE_NAME',
        `${path}/name`,
        `The variable ${name} is declared twice.`,
        'Remove one of the two.',
      );
    seen.add(name);
    if (sensitive && fallback !== undefined)
      report(
        'PW_SPEC_SECRET_DEFAULT',
        `${path}/default`,
        `${name} is sensitive, so its default would publish a secret.`,
        'Remove the default; whoever runs the agent sets the variable.',
      );
    if (!permitted.has(name))
      report(
        'PW_SPEC_ENV_UNPERMITTED',
        `${path}/name`,
        `${name} is not among the permissions.`,
        `Add to permissions.environment: { name: ${name}, reason: … }.`,
      );
  }

  for (const { name, path, secret } of usedVariables(spec)) {
    const variable = declared.get(name);
    const meant = variable ? undefined : closest(name, seen);
    if (!variable)
      report(
        'PW_SPEC_ENV_UNDECLARED',
        path,
        `The variable ${name} is used here but not declared.`,
        `${meant ? `Did you mean "${meant}"? If not, add` : 'Add'} to environment: { name: ${name}, description: …${secret ? ', sensitive: true' : ''} }.`,
      );
    else if (secret && !variable.sensitive)
      report(
        'PW_SPEC_SECRET_PLAIN',
        path,
        `${name} holds a secret, but is not marked so; it would show up in logs.`,
        `Add sensitive: true to ${name} under environment.`,
      );
  }

  for (const [id, { baseUrl }] of Object.entries(spec.apis))
    if (baseUrl !== undefined)
      checkUrl(baseUrl, `${pointerTo('/apis', id)}/baseUrl`, spec, report, { isBase: true });
  for (const [id, scheme] of Object.entries(spec.auth))
    if (scheme.type === 'oauth2ClientCredentials')
      checkUrl(scheme.tokenUrl, `${pointerTo('/auth', id)}/tokenUrl`, spec, report);

  for (const kind of ['hosts', 'files', 'environment', 'processes'] as const)
    for (const [index, { reason }] of spec.permissions[kind].entries())
      if (reason.trim() === '')
        report(
          'PW_SPEC_REASON_EMPTY',
          `/permissions/${kind}/${index}/reason`,
          'The reason of this permission is empty.',
          'Say in a few words what the plugin needs it for.',
        );
}

interface Use {
  name: string;
  path: string;
  secret: boolean;
}

function usedVariables(spec: PluginSpec): Use[] {
  const used: Use[] = [];
  for (const [id, { baseUrlEnv }] of Object.entries(spec.apis))
    used.push({ name: baseUrlEnv, path: `${pointerTo('/apis', id)}/baseUrlEnv`, secret: false });
  for (const [id, scheme] of Object.entries(spec.auth)) {
    const path = pointerTo('/auth', id);
    const use = (name: string, key: string, secret: boolean) =>
      used.push({ name, path: `${path}/${key}`, secret });
    if (scheme.type === 'basic') {
      use(scheme.usernameEnv, 'usernameEnv', false);
      use(scheme.passwordEnv, 'passwordEnv', true);
    } else if (scheme.type === 'oauth2ClientCredentials') {
      use(scheme.clientIdEnv, 'clientIdEnv', false);
      use(scheme.clientSecretEnv, 'clientSecretEnv', true);
      if (scheme.refreshTokenEnv !== undefined)
        use(scheme.refreshTokenEnv, 'refreshTokenEnv', true);
    } else use(scheme.env, 'env', true);
  }
  const sent = (run: HttpRun, path: string) => {
    for (const [index, { env }] of (run.settings ?? []).entries())
      used.push({ name: env, path: `${path}/settings/${index}/env`, secret: false });
  };
  for (const list of ['actions', 'providers', 'models'] as const)
    for (const [index, { run }] of spec[list].entries())
      if (run.kind === 'http') sent(run, `/${list}/${index}/run`);
  for (const [index, { run }] of spec.services.entries()) {
    const path = `/services/${index}/run`;
    if (run.kind === 'poll') sent(run.request, `${path}/request`);
    if (run.kind === 'feed' && run.urlEnv !== undefined)
      used.push({ name: run.urlEnv, path: `${path}/urlEnv`, secret: false });
    if (run.kind !== 'custom') used.push(...roomOf(run.notify, path));
  }
  for (const [index, { run }] of spec.routes.entries()) {
    if (run.kind !== 'webhook') continue;
    const path = `/routes/${index}/run`;
    if (run.secretEnv !== undefined)
      used.push({ name: run.secretEnv, path: `${path}/secretEnv`, secret: true });
    used.push(...roomOf(run.notify, path));
  }
  return used;
}

const roomOf = (notify: Notify | undefined, path: string): Use[] =>
  notify?.to.kind === 'room'
    ? [{ name: notify.to.env, path: `${path}/notify/to/env`, secret: false }]
    : [];
