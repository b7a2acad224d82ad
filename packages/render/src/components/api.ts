import { type PluginSpec, tokenUrlEnv } from '@plugwright/spec';
import type { Identifiers } from '../identifiers.js';
import { usedApis, usedAuth, usesHttp } from '../settings.js';
import type { ComponentViewBuilder, TemplateJob } from '../template-job.js';
import { libraryFile } from './library-file.js';

/** What every HTTP request of a plugin stands on. */
const LIBRARY = (
  'answer api-state auth body exchange http http-error oauth operation ' +
  'pages redact request retry serialize text wait'
).split(' ');

/** Actions that tell of an answer as HTTP actions do. */
const WITH_OUTCOME = new Set<string>(['http', 'graphql', 'jsonrpc']);

/** One ElizaOS service per API, the table of APIs, and the HTTP library. */
export const apiViews: ComponentViewBuilder = (context) => {
  const { spec, identifiers } = context;
  const apis = usedApis(spec);
  if (!usesHttp(spec) || context.whole !== undefined) return { jobs: [], registrations: [] };
  const services = apis.map((api) => serviceOf(spec, identifiers, api));
  return {
    jobs: [
      ...services.map(({ job }) => job),
      tableOf(spec, identifiers, apis),
      ...LIBRARY.map((name) => libraryFile(identifiers, name)),
      ...(spec.actions.some(({ run }) => WITH_OUTCOME.has(run.kind)) || spec.lazy
        ? [libraryFile(identifiers, 'http-action')]
        : []),
    ],
    registrations: services.map(({ symbol, file }) => ({
      list: 'services',
      identifier: symbol,
      module: `services/${file}`,
    })),
  };
};

function serviceOf(spec: PluginSpec, identifiers: Identifiers, api: string) {
  const stem = identifiers.file('api', api);
  const names = new Set(spec.services.map(({ name }) => name));
  const files = new Set([...names].map((name) => identifiers.file('service', name)));
  const base = `${identifiers.slug.replace(/^plugin-/, '')}-${stem}`.replace(/[^a-z0-9]+/gi, '_');
  const unique = (taken: Set<string>, wanted: string, last: string) =>
    taken.has(wanted) ? `${wanted}${last}` : wanted;
  const serviceType = unique(names, `${base.toLowerCase()}_api`, '_client');
  const file = unique(files, `${stem}-api`, '-client');
  const lower = identifiers.symbol('api', api);
  const symbol = lower.slice(0, 1).toUpperCase() + lower.slice(1);
  const job: TemplateJob = {
    template: 'src/services/api.ts',
    path: `src/services/${file}.ts`,
    owner: 'generated',
    data: {
      api,
      symbol,
      serviceType,
      registryKey: serviceType.toUpperCase(),
      description: `Makes requests to ${spec.displayName ?? spec.name} (${api}) within its limits.`,
    },
  };
  return { symbol, file, job };
}

function tableOf(spec: PluginSpec, { slug }: Identifiers, apis: readonly string[]): TemplateJob {
  const table = apis.map((key) => {
    const { headers, ...api } = spec.apis[key]!;
    return [key, Object.keys(headers).length > 0 ? { ...api, headers } : api];
  });
  const auth = usedAuth(spec).map(([key, scheme]) => [
    key,
    scheme.type === 'oauth2ClientCredentials'
      ? { ...scheme, tokenUrlEnv: tokenUrlEnv(scheme) }
      : scheme,
  ]);
  return {
    template: 'src/apis.ts',
    path: 'src/apis.ts',
    owner: 'generated',
    data: {
      userAgent: `${slug}/${spec.version}`,
      apis: Object.fromEntries(table),
      auth: Object.fromEntries(auth),
    },
  };
}
