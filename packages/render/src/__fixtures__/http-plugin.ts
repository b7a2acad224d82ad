// oxlint-disable-next-line import/no-unassigned-import -- sets the log level before the runtime is loaded
import './quiet.js';
import type { PluginSpec } from '@plugwright/spec';
import { pluginSpecSchema } from '@plugwright/spec/schema';
import type { IAgentRuntime } from '@elizaos/core';
import { type PluginOnDisk, pluginOnDisk } from './plugin-on-disk.js';

/** A plugin with one request, two APIs and every kind of credentials, to load `src/lib` from. */
export const httpSpec: PluginSpec = pluginSpecSchema.parse({
  specVersion: 1,
  name: 'plugin-http',
  description: 'Requests of every kind.',
  apis: {
    main: {
      baseUrl: 'https://api.example.com/v1',
      baseUrlEnv: 'MAIN_URL',
      headers: { 'X-Client': 'tests' },
      timeoutMs: 2000,
      retries: 2,
    },
    bare: { baseUrlEnv: 'BARE_URL' },
  },
  auth: {
    header: { type: 'apiKey', in: 'header', name: 'X-Key', env: 'HEADER_KEY' },
    query: { type: 'apiKey', in: 'query', name: 'key', env: 'QUERY_KEY' },
    cookie: { type: 'apiKey', in: 'cookie', name: 'sid', env: 'COOKIE_KEY' },
    bearer: { type: 'bearer', env: 'BEARER' },
    basic: { type: 'basic', usernameEnv: 'BASIC_USER', passwordEnv: 'BASIC_PASSWORD' },
    token: { type: 'header', name: 'Authorization', prefix: 'Token ', env: 'CUSTOM' },
    oauth: {
      type: 'oauth2ClientCredentials',
      tokenUrl: 'https://login.example.com/token',
      clientIdEnv: 'OAUTH_CLIENT_ID',
      clientSecretEnv: 'OAUTH_CLIENT_SECRET',
      scopes: ['read', 'write'],
    },
    person: {
      type: 'oauth2ClientCredentials',
      tokenUrl: 'https://login.example.com/token',
      clientIdEnv: 'OAUTH_CLIENT_ID',
      clientSecretEnv: 'OAUTH_CLIENT_SECRET',
      refreshTokenEnv: 'OAUTH_REFRESH_TOKEN',
    },
  },
  actions: [
    {
      name: 'HTTP_GET_THING',
      description: 'Gets a thing.',
      parameters: [
        { name: 'id', description: 'Which thing', required: true, schema: { type: 'string' } },
        { name: 'count', schema: { type: 'integer', minimum: 1 } },
      ],
      run: {
        kind: 'http',
        api: 'main',
        method: 'GET',
        path: '/things/{id}',
        bind: [
          { parameter: 'id', in: 'path', name: 'id' },
          { parameter: 'count', in: 'query', name: 'count' },
        ],
        auth: [['header'], ['query'], ['cookie'], ['bearer'], ['basic'], ['token'], ['oauth'], ['person']],
        response: { kind: 'json' },
      },
    },
    {
      name: 'HTTP_LIST_BARE',
      description: 'Lists what the other API has.',
      run: { kind: 'http', api: 'bare', method: 'GET', path: '/', response: { kind: 'json' } },
    },
  ],
});

/** What the lib's `call` takes and gives; the real types are those of the plugin. */
export type Call = (
  runtime: IAgentRuntime,
  operation: object,
  values: Record<string, unknown>,
  options?: { signal?: AbortSignal },
) => Promise<{
  status: number;
  value: unknown;
  text: string;
  nextPage?: Record<string, unknown>;
}>;

export interface HttpLibrary extends PluginOnDisk {
  call: Call;
  canCall: (runtime: IAgentRuntime, operation: object) => boolean;
  configure: (runtime: IAgentRuntime, overrides: Record<string, number>) => void;
  close: (runtime: IAgentRuntime) => void;
  open: (runtime: IAgentRuntime) => void;
}

/** The request library of a rendered plugin. */
export async function httpLibrary(name: string): Promise<HttpLibrary> {
  const disk = await pluginOnDisk(httpSpec, name);
  const http = await disk.load<Pick<HttpLibrary, 'call' | 'canCall'>>('src/lib/http.ts');
  const state = await disk.load<{
    configureApi: (runtime: IAgentRuntime, api: string, overrides: object) => void;
    closeApi: (runtime: IAgentRuntime, api: string) => void;
    openApi: (runtime: IAgentRuntime, api: string) => void;
  }>('src/lib/api-state.ts');
  return {
    ...disk,
    call: http.call,
    canCall: http.canCall,
    configure: (runtime, overrides) => state.configureApi(runtime, 'main', overrides),
    close: (runtime) => state.closeApi(runtime, 'main'),
    open: (runtime) => state.openApi(runtime, 'main'),
  };
}

/** All that the library asks of a runtime: an identity and its settings. */
export function runtimeWith(settings: Record<string, string>): IAgentRuntime {
  return { getSetting: (key: string) => settings[key] ?? null } as unknown as IAgentRuntime;
}
